package io.p13n.admin.definition;

import java.time.Instant;

/**
 * One version, without its text.
 *
 * @param deleted whether it ended the service
 * @param appliedBy who or what brought it
 */
record VersionListing(long version, boolean deleted, String appliedBy, Instant appliedAt) {}
