package io.p13n.offer.profile;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The part of the encoding that lists take: {@code cleared} is {@code null} or a moment; a removed row has no fields. */
final class ListCodec {

    private ListCodec() {}

    static void write(ListState list, JsonGenerator json) {
        json.writeString(ProfileCodec.LIST);
        if (list.cleared() == null) {
            json.writeNull();
        } else {
            write(list.cleared(), null, json);
        }
        json.writeStartObject();
        list.entries().forEach((id, entry) -> {
            json.writeName(id);
            write(entry.moment(), entry.fields(), json);
        });
        json.writeEndObject();
    }

    private static void write(Moment moment, @Nullable Map<String, Object> fields, JsonGenerator json) {
        var time = moment.time().toEpochMilli();
        json.writeStartArray();
        json.writeNumber(time);
        json.writeNumber(moment.acceptedAt().toEpochMilli() - time);
        json.writeString(moment.recordId().toString());
        if (fields != null) {
            json.writeStartObject();
            fields.forEach((name, value) -> {
                json.writeName(name);
                write(value, json);
            });
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(Object value, JsonGenerator json) {
        if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else {
            json.writeString((String) value);
        }
    }

    static ListState read(JsonParser json) {
        var cleared = json.nextToken() == JsonToken.START_ARRAY ? entry(json).moment() : null;
        var entries = new TreeMap<String, ListEntry>();
        json.nextToken();
        for (var id = json.nextName(); id != null; id = json.nextName()) {
            json.nextToken();
            entries.put(id, entry(json));
        }
        return new ListState(cleared, entries);
    }

    /** From after the opening of its array. */
    private static ListEntry entry(JsonParser json) {
        json.nextToken();
        var time = json.getLongValue();
        json.nextToken();
        var accepted = time + json.getLongValue();
        json.nextToken();
        var moment = new Moment(
                Instant.ofEpochMilli(time), Instant.ofEpochMilli(accepted), UUID.fromString(json.getString()));
        if (json.nextToken() == JsonToken.END_ARRAY) {
            return new ListEntry(moment, null);
        }
        var fields = new TreeMap<String, Object>();
        for (var name = json.nextName(); name != null; name = json.nextName()) {
            fields.put(name, scalar(json));
        }
        json.nextToken();
        return new ListEntry(moment, fields);
    }

    private static Object scalar(JsonParser json) {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> json.getDoubleValue();
        };
    }
}
