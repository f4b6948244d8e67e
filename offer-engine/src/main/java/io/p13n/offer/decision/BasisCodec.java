package io.p13n.offer.decision;

import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.ProfileCodec;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The basis of a decision as compact JSON text, beside the profile's state, which {@link ProfileCodec} writes.
 *
 * <p>{@code ids} are those of the profile before, each {@code [key,value,since,proven]}; {@code joining} those of the event,
 * each {@code [key,value]}; {@code known} what the warehouse knew, each {@code [key,value,[segment,…],{attribute:value,…}]};
 * {@code again} and {@code offers} as in {@link DecisionBasis}.
 */
public final class BasisCodec {

    private static final JsonFactory FACTORY = new JsonFactory();

    private BasisCodec() {}

    public static String encode(DecisionBasis basis) {
        var text = new StringWriter(512);
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("ids");
            basis.before().ids().forEach(linked -> write(linked, json));
            json.writeEndArray();
            json.writeArrayPropertyStart("joining");
            basis.joining().forEach(id -> write(id, json));
            json.writeEndArray();
            json.writeArrayPropertyStart("known");
            basis.known().forEach((id, row) -> write(id, row, json));
            json.writeEndArray();
            json.writeBooleanProperty("again", basis.again());
            json.writeArrayPropertyStart("offers");
            basis.offers().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(LinkedId linked, JsonGenerator json) {
        json.writeStartArray();
        json.writeString(linked.id().key());
        json.writeString(linked.id().value());
        json.writeString(linked.since().toString());
        json.writeBoolean(linked.proven());
        json.writeEndArray();
    }

    private static void write(Id id, JsonGenerator json) {
        json.writeStartArray();
        json.writeString(id.key());
        json.writeString(id.value());
        json.writeEndArray();
    }

    private static void write(Id id, BatchRow row, JsonGenerator json) {
        json.writeStartArray();
        json.writeString(id.key());
        json.writeString(id.value());
        json.writeStartArray();
        row.segments().forEach(json::writeString);
        json.writeEndArray();
        json.writeStartObject();
        row.attributes().forEach((name, value) -> {
            json.writeName(name);
            write(value, json);
        });
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void write(Object value, JsonGenerator json) {
        if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else {
            json.writeString(value.toString());
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param profile the id of the profile before
     * @param state its state
     * @throws IllegalArgumentException where a text is something else, or of a later version
     */
    public static DecisionBasis decode(UUID profile, String state, String basis) {
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), basis)) {
            return new Reader(json).basis(profile, state);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the basis of a decision", e);
        }
    }

    private record Reader(JsonParser json) {

        DecisionBasis basis(UUID profile, String state) {
            var ids = new ArrayList<LinkedId>();
            var joining = new ArrayList<Id>();
            var known = new HashMap<Id, BatchRow>();
            var again = false;
            var offers = new ArrayList<String>();
            expect(JsonToken.START_OBJECT);
            for (var name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "ids" -> each(() -> ids.add(new LinkedId(id(), UUID.fromString(string()), truth())));
                    case "joining" -> each(() -> joining.add(id()));
                    case "known" -> each(() -> known.put(id(), row()));
                    case "again" -> again = truth();
                    case "offers" -> offers.addAll(strings());
                    default -> throw new IllegalArgumentException("not the basis of a decision: " + name);
                }
            }
            return new DecisionBasis(ProfileCodec.decode(profile, ids, state), joining, known, again, offers);
        }

        private void each(Runnable element) {
            expect(JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                element.run();
                expect(JsonToken.END_ARRAY);
            }
        }

        private Id id() {
            return new Id(string(), string());
        }

        private BatchRow row() {
            var segments = new HashSet<>(strings());
            var attributes = new HashMap<String, Object>();
            expect(JsonToken.START_OBJECT);
            for (var name = json.nextName(); name != null; name = json.nextName()) {
                attributes.put(name, value());
            }
            return new BatchRow(segments, attributes);
        }

        private Object value() {
            return switch (json.nextToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NUMBER_INT -> integer(json.getBigIntegerValue());
                case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
                default -> json.getString();
            };
        }

        private static Object integer(BigInteger number) {
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        }

        private List<String> strings() {
            var strings = new ArrayList<String>();
            expect(JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                strings.add(json.getString());
            }
            return strings;
        }

        private String string() {
            expect(JsonToken.VALUE_STRING);
            return json.getString();
        }

        private boolean truth() {
            return json.nextToken() == JsonToken.VALUE_TRUE;
        }

        private void expect(JsonToken token) {
            if (json.nextToken() != token) {
                throw new IllegalArgumentException("not the basis of a decision: no " + token);
            }
        }
    }
}
