package io.p13n.offer.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the text that {@link StateWriter} writes. */
final class StateReader {

    private final JsonParser json;
    private final List<Moment> moments = new ArrayList<>();

    StateReader(JsonParser json) {
        this.json = json;
    }

    Profile profile(UUID id, List<LinkedId> ids) {
        expect(JsonToken.START_OBJECT);
        var profile = Profile.fresh(id).withIds(ids);
        var firstSeen = profile.firstSeen();
        var lastSeen = profile.lastSeen();
        var states = profile.states();
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "f" -> firstSeen = instant();
                case "l" -> lastSeen = instant();
                case "m" -> moments();
                case "a" -> states = states();
                default -> throw unknown(name);
            }
        }
        return new Profile(id, ids, firstSeen, lastSeen, states);
    }

    private void moments() {
        expect(JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_ARRAY) {
            var time = integer();
            var accepted = time + integer();
            moments.add(
                    new Moment(Instant.ofEpochMilli(time), Instant.ofEpochMilli(accepted), UUID.fromString(string())));
            expect(JsonToken.END_ARRAY);
        }
    }

    private AttributeStates states() {
        expect(JsonToken.START_OBJECT);
        var states = new HashMap<String, AttributeState>();
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            expect(JsonToken.START_ARRAY);
            states.put(name, state(string()));
            expect(JsonToken.END_ARRAY);
        }
        return AttributeStates.of(states);
    }

    private AttributeState state(String kind) {
        return switch (kind) {
            case ProfileCodec.SINGLE -> new SingleState(scalar(), moment());
            case ProfileCodec.SINGLE_TIMESTAMP -> new SingleState(instant(), moment());
            case ProfileCodec.COUNTER -> CounterState.of(decimal(), rings());
            case ProfileCodec.EXPOSURES -> exposures();
            case ProfileCodec.LIST -> list();
            default -> throw unknown(kind);
        };
    }

    private Moment moment() {
        json.nextToken();
        return referred();
    }

    private Moment referred() {
        var place = json.getIntValue();
        if (place < 0 || place >= moments.size()) {
            throw new IllegalArgumentException("no moment " + place + " in the state of a profile");
        }
        return moments.get(place);
    }

    private SortedMap<Long, Ring> rings() {
        expect(JsonToken.START_OBJECT);
        var rings = new TreeMap<Long, Ring>();
        for (var window = json.nextName(); window != null; window = json.nextName()) {
            rings.put(Long.valueOf(window), ring());
        }
        return rings;
    }

    private Ring ring() {
        expect(JsonToken.START_ARRAY);
        var newest = integer();
        var buckets = new long[Ring.BUCKETS];
        var sums = new long[Ring.BUCKETS];
        int size = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            buckets[size] = newest - json.getLongValue();
            sums[size++] = decimal();
        }
        return Ring.restored(buckets, sums, size);
    }

    private ListState list() {
        var cleared = json.nextToken() == JsonToken.VALUE_NULL ? null : referred();
        var entries = new ArrayList<ListEntry>();
        expect(JsonToken.START_OBJECT);
        for (var id = json.nextName(); id != null; id = json.nextName()) {
            expect(JsonToken.START_ARRAY);
            entries.add(entry(id, moment()));
        }
        return new ListState(cleared, entries);
    }

    private ListEntry entry(String id, Moment moment) {
        if (json.nextToken() == JsonToken.END_ARRAY) {
            return new ListEntry(id, moment, null);
        }
        Map<String, Object> fields = new HashMap<>();
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            fields.put(name, scalar());
        }
        expect(JsonToken.END_ARRAY);
        return new ListEntry(id, moment, fields);
    }

    private ExposureState exposures() {
        expect(JsonToken.START_ARRAY);
        var millis = new ArrayList<Long>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            millis.add(json.getLongValue());
        }
        return new ExposureState(millis);
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

    /** In millionths. */
    private long decimal() {
        return json.nextToken() == JsonToken.VALUE_NUMBER_INT
                ? Micros.ofWhole(json.getLongValue())
                : Micros.ofDecimal(json.getDecimalValue());
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
