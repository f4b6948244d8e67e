package io.p13n.offer.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the text that {@link ProfileCodec} writes. */
final class StateReader {

    private final JsonParser json;

    StateReader(JsonParser json) {
        this.json = json;
    }

    Profile profile(UUID id, List<LinkedId> ids) {
        expect(JsonToken.START_OBJECT);
        var profile = Profile.fresh(id).withIds(ids);
        var firstSeen = profile.firstSeen();
        var lastSeen = profile.lastSeen();
        SortedMap<String, AttributeState> states = new TreeMap<>();
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "f" -> firstSeen = instant();
                case "l" -> lastSeen = instant();
                case "a" -> states = states();
                default -> throw unknown(name);
            }
        }
        return new Profile(id, ids, firstSeen, lastSeen, states);
    }

    private SortedMap<String, AttributeState> states() {
        expect(JsonToken.START_OBJECT);
        var states = new TreeMap<String, AttributeState>();
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            expect(JsonToken.START_ARRAY);
            states.put(name, state(string()));
            expect(JsonToken.END_ARRAY);
        }
        return states;
    }

    private AttributeState state(String kind) {
        return switch (kind) {
            case ProfileCodec.SINGLE -> single(scalar());
            case ProfileCodec.SINGLE_TIMESTAMP -> single(instant());
            case ProfileCodec.COUNTER -> new CounterState(integer(), rings());
            case ProfileCodec.EXPOSURES -> exposures();
            case ProfileCodec.LIST -> ListCodec.read(json);
            default -> throw unknown(kind);
        };
    }

    private SingleState single(Object value) {
        var time = integer();
        var accepted = time + integer();
        return new SingleState(
                value, Instant.ofEpochMilli(time), Instant.ofEpochMilli(accepted), UUID.fromString(string()));
    }

    private SortedMap<Long, Ring> rings() {
        expect(JsonToken.START_OBJECT);
        var rings = new TreeMap<Long, Ring>();
        for (var window = json.nextName(); window != null; window = json.nextName()) {
            rings.put(Long.valueOf(window), ring());
        }
        return rings;
    }

    private ExposureState exposures() {
        expect(JsonToken.START_ARRAY);
        var millis = new ArrayList<Long>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            millis.add(json.getLongValue());
        }
        return new ExposureState(millis);
    }

    private Ring ring() {
        expect(JsonToken.START_ARRAY);
        var newest = integer();
        var sums = new long[Ring.BUCKETS];
        while (json.nextToken() != JsonToken.END_ARRAY) {
            var age = json.getIntValue();
            sums[Math.floorMod(age, Ring.BUCKETS)] = integer();
        }
        return Ring.restored(newest, sums);
    }

    private Object scalar() {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> json.getDoubleValue();
        };
    }

    private Instant instant() {
        return Instant.ofEpochMilli(integer());
    }

    private long integer() {
        json.nextToken();
        return json.getLongValue();
    }

    private String string() {
        expect(JsonToken.VALUE_STRING);
        return json.getString();
    }

    private void expect(JsonToken token) {
        var next = json.nextToken();
        if (next != token) {
            throw new IllegalArgumentException("expected " + token + " in the state of a profile, found " + next);
        }
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("unknown to this version: " + name);
    }
}
