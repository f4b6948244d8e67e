package io.p13n.offer.event;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON object, strictly, into plain Java values. */
final class JsonReader implements AutoCloseable {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_INTEGER_DIGITS = 38;

    /** The body's size is limited already; a long number or name is no reason to refuse. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;

    /** The member that is being read, for messages. */
    private String member = "";

    JsonReader(byte[] body) {
        parser = FACTORY.createParser(ObjectReadContext.empty(), body);
    }

    Map<String, Object> object() throws Unacceptable {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Unacceptable("the body must be one JSON object");
            }
            var object = members(1);
            if (parser.nextToken() != null) {
                throw new Unacceptable("something follows the JSON object; send one object a request");
            }
            return object;
        } catch (JacksonException e) {
            throw new Unacceptable("the body is not valid JSON" + place(e) + "; send one JSON object");
        }
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private Map<String, Object> members(int depth) throws Unacceptable {
        var members = new LinkedHashMap<String, Object>();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            if (depth == 1) {
                member = name;
            }
            refuseUnstorable(name);
            var value = value(parser.nextToken(), depth);
            if (value == null) {
                members.remove(name);
            } else {
                members.put(name, value);
            }
        }
        return depth == 1 ? members : Collections.unmodifiableMap(members);
    }

    private List<Object> elements(int depth) throws Unacceptable {
        var elements = new ArrayList<>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            var value = value(token, depth);
            if (value != null) {
                elements.add(value);
            }
        }
        return Collections.unmodifiableList(elements);
    }

    private @Nullable Object value(JsonToken token, int depth) throws Unacceptable {
        return switch (token) {
            case VALUE_STRING -> string();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> finite(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case START_OBJECT -> members(deeper(depth));
            case START_ARRAY -> elements(deeper(depth));
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }

    private int deeper(int depth) throws Unacceptable {
        if (depth == MAX_DEPTH) {
            throw refusal("is nested too deep; at most " + MAX_DEPTH + " levels are taken");
        }
        return depth + 1;
    }

    private String string() throws Unacceptable {
        var text = parser.getString();
        refuseUnstorable(text);
        return text;
    }

    private Object integer() throws Unacceptable {
        var text = parser.getString();
        var digits = text.length() - (text.startsWith("-") ? 1 : 0);
        if (digits <= 18) {
            return Long.parseLong(text);
        }
        if (digits > MAX_INTEGER_DIGITS) {
            return finite(text);
        }
        var integer = new BigInteger(text);
        return integer.bitLength() < Long.SIZE ? (Object) integer.longValueExact() : integer;
    }

    private Double finite(String text) throws Unacceptable {
        var number = Double.parseDouble(text);
        if (Double.isInfinite(number)) {
            throw refusal("holds a number beyond the range of a double; send a smaller one, or a string");
        }
        return number;
    }

    /** The database takes neither, in text or JSON. */
    private void refuseUnstorable(String text) throws Unacceptable {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                throw refusal("holds the character \\u0000; leave it out");
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw refusal("holds half of a surrogate pair; send whole characters");
                }
                i++;
            }
        }
    }

    private Unacceptable refusal(String what) {
        return new Unacceptable("`" + printable(member) + "` " + what);
    }

    /** A caller's own name, made safe to stand in a message. */
    private static String printable(String name) {
        var cut = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        var safe = new StringBuilder();
        cut.chars()
                .forEach(c ->
                        safe.append(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : (char) c));
        return safe.toString();
    }

    @Override
    public void close() {
        parser.close();
    }
}
