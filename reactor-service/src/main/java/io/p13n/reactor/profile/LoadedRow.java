package io.p13n.reactor.profile;

import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.ProfileCodec;
import io.p13n.reactor.profile.LoadedBatch.Tombstone;
import io.p13n.reactor.sql.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A row of the function {@code load_batch}. */
sealed interface LoadedRow {

    record OfProfile(StoredProfile profile) implements LoadedRow {}

    record OfBatch(Id id, BatchRow row) implements LoadedRow {}

    record OfUuid(UUID uuid, Instant acceptedAt) implements LoadedRow {}

    record OfTombstone(Id id, Tombstone tombstone) implements LoadedRow {}

    JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    static LoadedRow read(ResultSet row) throws SQLException {
        return switch (Row.required(row, "kind", String.class)) {
            case "profile" -> profile(row);
            case "batch" -> batch(row);
            case "erased" ->
                new OfTombstone(
                        id(row), new Tombstone(Row.required(row, "id", UUID.class), Row.moment(row, "accepted_at")));
            default -> new OfUuid(Row.required(row, "id", UUID.class), Row.moment(row, "accepted_at"));
        };
    }

    static LoadedBatch gather(List<LoadedRow> rows) {
        var profiles = new ArrayList<StoredProfile>();
        var batch = new HashMap<Id, BatchRow>();
        var uuids = new HashMap<UUID, Instant>();
        var tombstones = new HashMap<Id, Tombstone>();
        for (LoadedRow row : rows) {
            if (row instanceof OfProfile of) {
                profiles.add(of.profile());
            } else if (row instanceof OfBatch of) {
                batch.put(of.id(), of.row());
            } else if (row instanceof OfUuid of) {
                uuids.put(of.uuid(), of.acceptedAt());
            } else if (row instanceof OfTombstone of) {
                tombstones.put(of.id(), of.tombstone());
            }
        }
        return new LoadedBatch(List.copyOf(profiles), BatchData.of(batch), Map.copyOf(uuids), Map.copyOf(tombstones));
    }

    private static OfProfile profile(ResultSet row) throws SQLException {
        List<LinkedId> ids = ids(
                Row.array(row, "keys", String[].class),
                Row.array(row, "values", String[].class),
                Row.array(row, "since", UUID[].class),
                Row.array(row, "proven", Boolean[].class));
        return new OfProfile(new StoredProfile(
                ProfileCodec.decode(Row.required(row, "id", UUID.class), ids, Row.required(row, "text", String.class)),
                Row.required(row, "version", Long.class)));
    }

    private static OfBatch batch(ResultSet row) throws SQLException {
        String attributes = row.getString("text");
        String[] segments = Row.arrayIfAny(row, "segments", String[].class);
        return new OfBatch(
                id(row),
                new BatchRow(
                        segments == null ? Set.of() : Set.of(segments),
                        attributes == null ? Map.of() : JSON.readValue(attributes, VALUES)));
    }

    private static Id id(ResultSet row) throws SQLException {
        return new Id(Row.array(row, "keys", String[].class)[0], Row.array(row, "values", String[].class)[0]);
    }

    private static List<LinkedId> ids(String[] keys, String[] values, UUID[] since, Boolean[] proven) {
        var ids = new ArrayList<LinkedId>(keys.length);
        for (int i = 0; i < keys.length; i++) {
            ids.add(new LinkedId(new Id(keys[i], values[i]), since[i], proven[i]));
        }
        return ids;
    }
}
