package io.p13n.admin.profile;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the tables tell of a person. */
@Component
class ProfileTables {

    private static final String PROFILE = """
            select p.id, p.state, l.keys, l.values, l.since, l.proven
              from identity w
              join profile p on p.account = w.account and p.instance = w.instance and p.id = w.profile
             cross join lateral (
                   select array_agg(i.key order by i.since, i.key, i.value) as keys,
                          array_agg(i.value order by i.since, i.key, i.value) as values,
                          array_agg(i.since order by i.since, i.key, i.value) as since,
                          array_agg(i.proven order by i.since, i.key, i.value) as proven
                     from identity i
                    where i.account = w.account and i.instance = w.instance and i.profile = w.profile) l
             where w.account = :account and w.instance = :instance and w.key = :key and w.value = :value
            """;

    private static final String BATCH = """
            select keys[1] as key, "values"[1] as value, segments, text as attributes
              from load_batch(:account, :instance, :keys, :values, '{}')
             where kind = 'batch'
            """;

    /** Of the profile, and of all that went into it. */
    private static final String CHANGES = """
            with recursive met (profile) as (
                select :profile
                union
                select c.merged from met join identity_change c
                    on c.account = :account and c.instance = :instance
                       and c.profile = met.profile and c.change = 'merged'
            )
            select c.change, c.profile, c.merged, c.key, c.value, c.record_id, c.at
              from met join identity_change c
                on c.account = :account and c.instance = :instance and c.profile = met.profile
             order by c.at desc, c.record_id desc
             limit :most
            """;

    /** Those of tables without a service too, for they may be about the account's customers. */
    private static final String EVENTS = """
            select accepted_at, time, database_name, table_name, record_id, uuid, ids, body::text as body
              from event
             where account = :account and instance in (:instance, 0) and ids && :ids
             order by accepted_at desc, record_id desc
             limit :most
            """;

    /** So many rows come from the database at a time, however many there are and however slowly they are taken. */
    private static final int AT_ONCE = 50;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private final DatabaseClient database;

    ProfileTables(DatabaseClient database) {
        this.database = database;
    }

    /** Whoever holds the id; empty if nobody does. */
    Mono<StoredProfile> profile(ServiceId service, Id id) {
        return of(service, PROFILE)
                .bind("key", id.key())
                .bind("value", id.value())
                .map(ProfileTables::profile)
                .one()
                .flatMap(profile -> batchData(service, profile.ids()).map(batch -> new StoredProfile(profile, batch)));
    }

    private Mono<BatchData> batchData(ServiceId service, List<LinkedId> ids) {
        return of(service, BATCH)
                .bind("keys", ids.stream().map(linked -> linked.id().key()).toArray(String[]::new))
                .bind("values", ids.stream().map(linked -> linked.id().value()).toArray(String[]::new))
                .map(row -> Map.entry(new Id(text(row, "key"), text(row, "value")), batchRow(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(BatchData::of);
    }

    /** The journal of a profile, the newest first. */
    Flux<ChangeView> changes(ServiceId service, UUID profile, long most) {
        return of(service, CHANGES)
                .bind("profile", profile)
                .bind("most", most)
                .filter(statement -> statement.fetchSize(AT_ONCE))
                .map(row -> new ChangeView(
                        text(row, "change"),
                        required(row, "profile", UUID.class),
                        row.get("merged", UUID.class),
                        row.get("key", String.class),
                        row.get("value", String.class),
                        required(row, "record_id", UUID.class),
                        required(row, "at", Instant.class)))
                .all();
    }

    /** The events that carry one of the ids, the newest first. */
    Flux<EventView> events(ServiceId service, List<LinkedId> ids, long most) {
        return of(service, EVENTS)
                .bind(
                        "ids",
                        ids.stream()
                                .map(linked ->
                                        linked.id().key() + "=" + linked.id().value())
                                .toArray(String[]::new))
                .bind("most", most)
                .filter(statement -> statement.fetchSize(AT_ONCE))
                .map(row -> new EventView(
                        required(row, "accepted_at", Instant.class),
                        required(row, "time", Instant.class),
                        text(row, "database_name") + "." + text(row, "table_name"),
                        required(row, "record_id", UUID.class),
                        row.get("uuid", UUID.class),
                        List.of(required(row, "ids", String[].class)),
                        text(row, "body")))
                .all();
    }

    private DatabaseClient.GenericExecuteSpec of(ServiceId service, String sql) {
        return database.sql(sql).bind("account", service.account()).bind("instance", service.instance());
    }

    private static Profile profile(Readable row) {
        String[] keys = required(row, "keys", String[].class);
        String[] values = required(row, "values", String[].class);
        UUID[] since = required(row, "since", UUID[].class);
        Boolean[] proven = required(row, "proven", Boolean[].class);
        var ids = new ArrayList<LinkedId>(keys.length);
        for (int i = 0; i < keys.length; i++) {
            ids.add(new LinkedId(new Id(keys[i], values[i]), since[i], proven[i]));
        }
        return ProfileCodec.decode(required(row, "id", UUID.class), ids, text(row, "state"));
    }

    private static BatchRow batchRow(Readable row) {
        String[] segments = row.get("segments", String[].class);
        String attributes = row.get("attributes", String.class);
        return new BatchRow(
                segments == null ? Set.of() : Set.of(segments),
                attributes == null ? Map.of() : JSON.readValue(attributes, VALUES));
    }

    private static String text(Readable row, String column) {
        return required(row, column, String.class);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
