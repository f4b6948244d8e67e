package io.p13n.offer.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing a customer did, as the caller sent it.
 *
 * <p>Values are String, Long, BigInteger (an integer literal beyond long, of at most 38 digits), Double (finite; longer
 * integers too), Boolean, List and Map, all unmodifiable. A null is an absent member, wherever it stands: it is left
 * out of maps, and of lists.
 *
 * @param fields the top-level members but {@code time} and {@code uuid}, and over them the members of an
 *     {@code attributes} object, in the order of their first appearance
 * @param time seconds since the epoch, 0 to 253402300799
 * @param uuid the event's id from its sender
 */
public record Event(
        Map<String, Object> fields,
        @Nullable Long time,
        @Nullable UUID uuid) implements EventReading {

    public Event {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
