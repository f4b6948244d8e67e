package io.p13n.reactor.profile;

import io.p13n.offer.profile.Profile;

/**
 * A profile as PostgreSQL has it.
 *
 * @param profile the customer
 * @param version a random number that each write replaces; a write compares it
 */
public record StoredProfile(Profile profile, long version) {}
