package io.p13n.offer.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named answer.
 *
 * @param attributes by output name, in the order of the definition: String, Double, Boolean, Instant, or constant JSON;
 *     absent where the payload defines none
 * @param batchSegments the named segments that the customer is a member of; absent where the payload defines none
 */
public record Offer(
        String name,
        @Nullable Map<String, Object> attributes,
        @Nullable List<String> batchSegments) {

    public Offer {
        attributes = attributes == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        batchSegments = batchSegments == null ? null : List.copyOf(batchSegments);
    }
}
