package io.p13n.offer.profile;

import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A profile's state as compact JSON text. Ids are not in it: they live in rows of their own. Equal profiles have equal
 * texts.
 *
 * <p>{@code f} and {@code l} are the moments first and last seen, {@code a} the attributes, each an array that begins
 * with its kind: {@code ["s",value,time,accepted - time,record id]} a single ({@code "t"} where the value is a
 * timestamp), {@code ["c",total,{window:[newest bucket,age,sum,age,sum,…]}]} a counter, {@code ["l",cleared,{row:[time,accepted - time,record id,fields],…}]} a list,
 * {@code ["e",[moment,…]]} when an offer was returned. Times are milliseconds since the
 * epoch, windows seconds, sums millionths.
 */
public final class ProfileCodec {

    static final String SINGLE = "s";
    static final String SINGLE_TIMESTAMP = "t";
    static final String COUNTER = "c";
    static final String LIST = "l";
    static final String EXPOSURES = "e";

    private static final JsonFactory FACTORY = new JsonFactory();

    private ProfileCodec() {}

    public static String encode(Profile profile) {
        var text = new StringWriter(256);
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            write("f", profile.firstSeen(), json);
            write("l", profile.lastSeen(), json);
            if (!profile.states().isEmpty()) {
                json.writeName("a");
                json.writeStartObject();
                profile.states().forEach((name, state) -> write(name, state, json));
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException where the text is something else, or of a later version
     */
    public static Profile decode(UUID id, List<LinkedId> ids, String state) {
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), state)) {
            return new StateReader(json).profile(id, ids);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the state of a profile", e);
        }
    }

    private static void write(String name, @Nullable Instant time, JsonGenerator json) {
        if (time != null) {
            json.writeName(name);
            json.writeNumber(time.toEpochMilli());
        }
    }

    private static void write(String name, AttributeState state, JsonGenerator json) {
        json.writeName(name);
        json.writeStartArray();
        if (state instanceof SingleState single) {
            write(single, json);
        } else if (state instanceof CounterState counter) {
            json.writeString(COUNTER);
            json.writeNumber(counter.totalMicros());
            write(counter.rings(), json);
        } else if (state instanceof ListState list) {
            ListCodec.write(list, json);
        } else if (state instanceof ExposureState exposures) {
            write(exposures, json);
        }
        json.writeEndArray();
    }

    private static void write(ExposureState exposures, JsonGenerator json) {
        json.writeString(EXPOSURES);
        json.writeStartArray();
        exposures.millis().forEach(json::writeNumber);
        json.writeEndArray();
    }

    private static void write(SingleState single, JsonGenerator json) {
        json.writeString(single.value() instanceof Instant ? SINGLE_TIMESTAMP : SINGLE);
        if (single.value() instanceof Instant value) {
            json.writeNumber(value.toEpochMilli());
        } else if (single.value() instanceof Double value) {
            json.writeNumber(value);
        } else if (single.value() instanceof Boolean value) {
            json.writeBoolean(value);
        } else {
            json.writeString((String) single.value());
        }
        var time = single.time().toEpochMilli();
        json.writeNumber(time);
        json.writeNumber(single.acceptedAt().toEpochMilli() - time);
        json.writeString(single.recordId().toString());
    }

    private static void write(Map<Long, Ring> rings, JsonGenerator json) {
        json.writeStartObject();
        rings.forEach((window, ring) -> {
            json.writeName(window.toString());
            json.writeStartArray();
            json.writeNumber(ring.newest());
            for (int age = 0; age < Ring.BUCKETS; age++) {
                if (ring.sumOfAge(age) != 0) {
                    json.writeNumber(age);
                    json.writeNumber(ring.sumOfAge(age));
                }
            }
            json.writeEndArray();
        });
        json.writeEndObject();
    }
}
