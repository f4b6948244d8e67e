package io.p13n.offer.definition;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator expects of the document, to be tried when it is applied.
 *
 * @param profile what is known before the events, by attribute name: singles, counters and imported ones
 * @param segments ids of the batch segments that the customer is a member of
 * @param events of one customer, in order; at least one
 * @param offers what the last of them is answered with: outputs that are expected, by offer name
 */
public record ExampleDefinition(
        String name,
        Place place,
        Map<String, Object> profile,
        Set<String> segments,
        List<ExampleEvent> events,
        Map<String, Map<String, Object>> offers) {

    public ExampleDefinition {
        profile = Map.copyOf(profile);
        segments = Set.copyOf(segments);
        events = List.copyOf(events);
        offers = Collections.unmodifiableMap(new LinkedHashMap<>(offers));
    }

    /**
     * One event of an example.
     *
     * @param at when it is accepted; absent is when the one before it was
     * @param isPublic whether a browser sends it
     * @param body JSON values, as the caller would send it
     */
    public record ExampleEvent(String table, @Nullable Instant at, boolean isPublic, Object body) {}
}
