package io.p13n.admin.definition;

import io.p13n.contract.PublishedDefinition;
import java.util.Set;

/**
 * A version to be kept.
 *
 * @param appliedBy who or what brought it
 * @param revoked the digests that it takes out of its account, for ever
 */
record NewVersion(PublishedDefinition definition, String appliedBy, Set<String> revoked) {

    NewVersion {
        revoked = Set.copyOf(revoked);
    }

    static NewVersion adopted(PublishedDefinition definition) {
        return new NewVersion(definition, "topic", definition.revoked());
    }
}
