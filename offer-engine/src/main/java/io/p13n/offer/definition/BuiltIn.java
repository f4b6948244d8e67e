package io.p13n.offer.definition;

import java.util.Map;

/** The attributes that every profile has, beside those of its definition. */
public final class BuiltIn {

    public static final String FIRST_SEEN = "first_seen";
    public static final String LAST_SEEN = "last_seen";
    public static final String KNOWN = "known";

    public static final Map<String, ValueType> TYPES =
            Map.of(FIRST_SEEN, ValueType.TIMESTAMP, LAST_SEEN, ValueType.TIMESTAMP, KNOWN, ValueType.BOOLEAN);

    private BuiltIn() {}
}
