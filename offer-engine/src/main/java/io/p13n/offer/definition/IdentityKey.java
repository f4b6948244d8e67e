package io.p13n.offer.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event field whose value names a customer.
 *
 * @param valid RE2, which the normalised value must match in full
 * @param invalid values that name nobody
 * @param isPublic whether it counts when it comes from a browser
 */
public record IdentityKey(
        String name, @Nullable String valid, List<String> invalid, Normalize normalize, boolean isPublic) {

    public enum Normalize {
        NONE,
        LOWERCASE
    }

    public IdentityKey {
        invalid = List.copyOf(invalid);
    }
}
