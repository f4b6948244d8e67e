package io.p13n.offer.definition;

import java.util.List;

/**
 * How customers are told apart.
 *
 * @param keys in order of trust, 1 to 100
 * @param maxIds ids that one profile may have, 1 to 200
 * @param maxMerges profiles that may go into one profile within 24 hours, 1 to 200
 */
public record IdentityDefinition(List<IdentityKey> keys, int maxIds, int maxMerges) {

    public IdentityDefinition {
        keys = List.copyOf(keys);
    }
}
