package io.p13n.admin.profile;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.LinkedId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What the tables tell of what a person did, and what became of their profile. */
@Component
class ProfileTables {

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

    private final DatabaseClient database;

    ProfileTables(DatabaseClient database) {
        this.database = database;
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

    private static String text(Readable row, String column) {
        return required(row, column, String.class);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
