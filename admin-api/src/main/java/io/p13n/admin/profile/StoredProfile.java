package io.p13n.admin.profile;

import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Profile;

/**
 * A profile as the tables have it.
 *
 * @param batchData what the warehouse knows of its ids
 */
record StoredProfile(Profile profile, BatchData batchData) {}
