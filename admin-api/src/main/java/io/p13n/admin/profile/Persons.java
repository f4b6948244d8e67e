package io.p13n.admin.profile;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The profiles of a service and what the warehouse knows of them, read as reactors read them. */
@Component
public class Persons {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final DatabaseClient database;

    Persons(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Whoever holds one of some ids, of one moment.
     *
     * @param profiles each once
     * @param batchData of those ids, and of all others of those profiles
     */
    public record Known(List<Profile> profiles, BatchData batchData) {

        /** Who has the id. */
        @Nullable
        public Profile owner(Id id) {
            return profiles.stream()
                    .filter(profile -> profile.ids().stream()
                            .anyMatch(linked -> linked.id().equals(id)))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Whoever holds one of the ids, and what the warehouse knows. */
    public Mono<Known> of(ServiceId service, Collection<Id> ids) {
        return database.sql("select * from load_batch(:account, :instance, :keys, :values, '{}')"
                        + " where kind in ('profile', 'batch')")
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("keys", ids.stream().map(Id::key).toArray(String[]::new))
                .bind("values", ids.stream().map(Id::value).toArray(String[]::new))
                .map(Persons::row)
                .all()
                .collectList()
                .map(Persons::gathered);
    }

    /** A profile, or what the warehouse knows of an id. */
    private sealed interface Row {

        record OfProfile(Profile profile) implements Row {}

        record OfBatch(Id id, BatchRow row) implements Row {}
    }

    private static Known gathered(List<Row> rows) {
        var profiles = new ArrayList<Profile>();
        var batch = new HashMap<Id, BatchRow>();
        for (Row row : rows) {
            if (row instanceof Row.OfProfile of) {
                profiles.add(of.profile());
            } else if (row instanceof Row.OfBatch of) {
                batch.put(of.id(), of.row());
            }
        }
        return new Known(List.copyOf(profiles), BatchData.of(batch));
    }

    private static Row row(Readable row) {
        String[] keys = required(row, "keys", String[].class);
        String[] values = required(row, "values", String[].class);
        return required(row, "kind", String.class).equals("profile")
                ? new Row.OfProfile(profile(row, keys, values))
                : new Row.OfBatch(new Id(keys[0], values[0]), batch(row));
    }

    private static Profile profile(Readable row, String[] keys, String[] values) {
        UUID[] since = required(row, "since", UUID[].class);
        Boolean[] proven = required(row, "proven", Boolean[].class);
        var ids = new ArrayList<LinkedId>(keys.length);
        for (int i = 0; i < keys.length; i++) {
            ids.add(new LinkedId(new Id(keys[i], values[i]), since[i], proven[i]));
        }
        return ProfileCodec.decode(required(row, "id", UUID.class), ids, required(row, "text", String.class));
    }

    private static BatchRow batch(Readable row) {
        String[] segments = row.get("segments", String[].class);
        String attributes = row.get("text", String.class);
        return new BatchRow(
                segments == null ? Set.of() : Set.of(segments),
                attributes == null ? Map.of() : JSON.readValue(attributes, VALUES));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
