package io.p13n.offer.decision;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The body of the answer. */
public final class Offers {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Offers() {}

    /** {@code {"offers":{"x":{"attributes":{…},"batch_segments":[{"id":"…"}]}}}}, as the HTTP contract has it. */
    public static byte[] toJson(List<Offer> offers) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeName("offers");
            json.writeStartObject();
            offers.forEach(offer -> write(offer, json));
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Any value that events and payloads hold. */
    static byte[] json(Object value) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(value, json);
        }
        return bytes.toByteArray();
    }

    private static void write(Offer offer, JsonGenerator json) {
        json.writeName(offer.name());
        json.writeStartObject();
        if (offer.attributes() != null) {
            json.writeName("attributes");
            json.writeStartObject();
            offer.attributes().forEach((name, value) -> {
                json.writeName(name);
                write(value, json);
            });
            json.writeEndObject();
        }
        if (offer.batchSegments() != null) {
            json.writeName("batch_segments");
            json.writeStartArray();
            offer.batchSegments().forEach(id -> write(Map.of("id", id), json));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(Object value, JsonGenerator json) {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, member) -> {
                json.writeName((String) name);
                write((Object) member, json);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(element -> write((Object) element, json));
            json.writeEndArray();
        } else {
            writeScalar(value, json);
        }
    }

    private static void writeScalar(Object value, JsonGenerator json) {
        if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Double number) {
            json.writeNumber(Printed.number(number));
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else {
            json.writeString(Printed.text(value));
        }
    }
}
