package io.p13n.offer.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the text that {@link StateReader} reads. */
final class StateWriter {

    private final JsonGenerator json;
    private final Profile profile;
    private final List<Moment> moments;
    private final Map<Moment, Integer> places = new HashMap<>();

    StateWriter(JsonGenerator json, Profile profile) {
        this.json = json;
        this.profile = profile;
        profile.states().forEach((name, state) -> place(state));
        this.moments = new ArrayList<>(places.keySet());
        this.moments.sort(Comparator.reverseOrder());
        for (int i = 0; i < moments.size(); i++) {
            places.put(moments.get(i), i);
        }
    }

    private void place(AttributeState state) {
        if (state instanceof SingleState single) {
            places.put(single.moment(), 0);
        } else if (state instanceof ListState list) {
            if (list.cleared() != null) {
                places.put(list.cleared(), 0);
            }
            list.entries().forEach(entry -> places.put(entry.moment(), 0));
        }
    }

    void write() {
        json.writeStartObject();
        write("f", profile.firstSeen());
        write("l", profile.lastSeen());
        if (!moments.isEmpty()) {
            json.writeName("m");
            json.writeStartArray();
            moments.forEach(this::write);
            json.writeEndArray();
        }
        if (profile.states().size() > 0) {
            json.writeName("a");
            json.writeStartObject();
            profile.states().forEach(this::write);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void write(String name, @Nullable Instant time) {
        if (time != null) {
            json.writeName(name);
            json.writeNumber(time.toEpochMilli());
        }
    }

    private void write(Moment moment) {
        var time = moment.time().toEpochMilli();
        json.writeStartArray();
        json.writeNumber(time);
        json.writeNumber(moment.acceptedAt().toEpochMilli() - time);
        json.writeString(moment.recordId().toString());
        json.writeEndArray();
    }

    private void write(String name, AttributeState state) {
        json.writeName(name);
        json.writeStartArray();
        if (state instanceof SingleState single) {
            write(single);
        } else if (state instanceof CounterState counter) {
            write(counter);
        } else if (state instanceof ListState list) {
            write(list);
        } else if (state instanceof ExposureState exposures) {
            write(exposures);
        }
        json.writeEndArray();
    }

    private void write(SingleState single) {
        if (single.value() instanceof Instant value) {
            json.writeString(ProfileCodec.SINGLE_TIMESTAMP);
            json.writeNumber(value.toEpochMilli());
        } else {
            json.writeString(ProfileCodec.SINGLE);
            scalar(single.value());
        }
        reference(single.moment());
    }

    private void write(CounterState counter) {
        json.writeString(ProfileCodec.COUNTER);
        decimal(counter.totalMicros());
        json.writeStartObject();
        counter.rings().forEach((window, ring) -> {
            json.writeName(window.toString());
            write(ring);
        });
        json.writeEndObject();
    }

    private void write(Ring ring) {
        var newest = ring.bucket(0);
        json.writeStartArray();
        json.writeNumber(newest);
        for (int place = 0; place < ring.size(); place++) {
            json.writeNumber(newest - ring.bucket(place));
            decimal(ring.sumAt(place));
        }
        json.writeEndArray();
    }

    private void write(ListState list) {
        json.writeString(ProfileCodec.LIST);
        if (list.cleared() == null) {
            json.writeNull();
        } else {
            reference(list.cleared());
        }
        json.writeStartObject();
        list.entries().forEach(this::write);
        json.writeEndObject();
    }

    private void write(ListEntry entry) {
        json.writeName(entry.id());
        json.writeStartArray();
        reference(entry.moment());
        if (entry.fields() != null) {
            json.writeStartObject();
            sorted(entry.fields()).forEach((name, value) -> {
                json.writeName(name);
                scalar(value);
            });
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static SortedMap<String, Object> sorted(Map<String, Object> fields) {
        return fields.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>(fields);
    }

    private void write(ExposureState exposures) {
        json.writeString(ProfileCodec.EXPOSURES);
        json.writeStartArray();
        exposures.millis().forEach(json::writeNumber);
        json.writeEndArray();
    }

    private void reference(Moment moment) {
        json.writeNumber(places.getOrDefault(moment, 0));
    }

    private void decimal(long micros) {
        if (Micros.isWhole(micros)) {
            json.writeNumber(micros / Micros.ONE);
        } else {
            json.writeNumber(Micros.toDecimal(micros));
        }
    }

    private void scalar(Object value) {
        if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else {
            json.writeString((String) value);
        }
    }
}
