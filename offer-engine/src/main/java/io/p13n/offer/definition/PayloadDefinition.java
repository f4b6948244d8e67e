package io.p13n.offer.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an offer contains.
 *
 * @param attributes by output name, in the order of the document; absent where the payload defines none
 * @param batchSegments ids of the segments to name, each only to its members; absent where the payload defines none
 */
public record PayloadDefinition(
        @Nullable Map<String, Entry> attributes, @Nullable List<String> batchSegments) {

    public PayloadDefinition {
        attributes = attributes == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        batchSegments = batchSegments == null ? null : List.copyOf(batchSegments);
    }

    /** Where the value of an output name comes from. */
    public sealed interface Entry {

        /** The attribute of that flat name, built-in ones included. */
        record Attribute(String name) implements Entry {}

        /** A constant: String, Long, BigInteger, Double, Boolean, List or Map; never null, nor anything in it. */
        record Value(Object json) implements Entry {}

        record Text(TextTemplate template) implements Entry {}

        /**
         * What a catalog says of the customer's value.
         *
         * @param key the flat name of the attribute whose value is the key of a row
         */
        record LookUp(String catalog, String key, String column) implements Entry {}
    }
}
