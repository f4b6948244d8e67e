package io.p13n.offer.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of reading a text as one JSON object. */
public sealed interface ObjectReading {

    /** Its members, with values as in the fields of an {@link Event}; a null is an absent member. */
    record Members(Map<String, Object> byName) implements ObjectReading {

        public Members {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    /**
     * It is none, or can't be stored.
     *
     * @param reason never holds a value
     */
    record Unreadable(String reason) implements ObjectReading {}
}
