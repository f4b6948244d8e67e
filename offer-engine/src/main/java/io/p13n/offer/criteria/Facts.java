package io.p13n.offer.criteria;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a criterion looks at. A missing field or attribute is a missing member: nothing is null.
 *
 * @param event the event's fields
 * @param profile the profile's attributes by flat name: String, Double, Boolean, Instant
 * @param segments ids of the batch segments that the customer is a member of
 */
public record Facts(Map<String, Object> event, Map<String, Object> profile, List<String> segments, Instant now) {

    /** Facts with the numbers that the evaluator takes: Long and Double alone. */
    public static Facts of(
            Map<String, Object> event, Map<String, Object> profile, Collection<String> segments, Instant now) {
        return new Facts(normalised(event), profile, List.copyOf(segments), now);
    }

    private static Map<String, Object> normalised(Map<String, Object> members) {
        if (members.values().stream().noneMatch(Facts::mayHoldOtherNumbers)) {
            return members;
        }
        var normalised = new LinkedHashMap<String, Object>();
        members.forEach((name, value) -> normalised.put(name, normalised(value)));
        return normalised;
    }

    private static Object normalised(Object value) {
        if (value instanceof BigInteger integer) {
            return integer.doubleValue();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> normalised((Object) element)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            var normalised = new LinkedHashMap<Object, Object>();
            map.forEach((name, member) -> normalised.put(name, normalised((Object) member)));
            return normalised;
        }
        return value;
    }

    private static boolean mayHoldOtherNumbers(Object value) {
        return value instanceof BigInteger || value instanceof List || value instanceof Map;
    }
}
