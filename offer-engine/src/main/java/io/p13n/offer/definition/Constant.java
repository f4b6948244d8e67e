package io.p13n.offer.definition;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of a document as the JSON that it will be in an answer. */
final class Constant {

    private Constant() {}

    static Object of(Value value) {
        if (value.node() instanceof MappingNode) {
            var map = new LinkedHashMap<String, Object>();
            Members.all(value).values().forEach((name, member) -> map.put(name, of(member)));
            return Collections.unmodifiableMap(map);
        }
        if (value.node() instanceof SequenceNode) {
            return List.copyOf(value.list(0, Integer.MAX_VALUE, Constant::of));
        }
        return scalar(value);
    }

    private static Object scalar(Value value) {
        if (value.is(Tag.BOOL)) {
            return value.bool();
        }
        if (value.is(Tag.INT)) {
            var integer = new BigInteger(value.scalar());
            return integer.bitLength() < Long.SIZE ? (Object) integer.longValueExact() : integer;
        }
        if (value.is(Tag.FLOAT)) {
            var number = number(value.scalar());
            if (!Double.isFinite(number)) {
                value.refuse("must be a finite number");
            }
            return number;
        }
        if (value.is(Tag.NULL)) {
            value.refuse("null is not taken in a list; leave it out");
            return "";
        }
        return value.scalar().isEmpty() ? "" : value.text();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
