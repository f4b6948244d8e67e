package io.p13n.offer.profile;

import java.util.Map;
import java.util.Set;

/**
 * What the warehouse says of one id.
 *
 * @param segments ids of the batch segments that it is a member of
 * @param attributes imported attributes by name; String, Number or Boolean
 */
public record BatchRow(Set<String> segments, Map<String, Object> attributes) {

    public BatchRow {
        segments = Set.copyOf(segments);
        attributes = Map.copyOf(attributes);
    }
}
