package io.p13n.admin.erasure;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.Id;
import io.r2dbc.spi.R2dbcException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The tables in which persons are. */
@Component
class PersonTables {

    private static final int MOST_EVENTS = 5_000;
    private static final String ANOTHER_ID = "P1E01";

    private final DatabaseClient database;

    PersonTables(DatabaseClient database) {
        this.database = database;
    }

    /** These ids, and all others of whoever holds one of them. */
    Mono<List<Id>> idsOfPerson(ServiceId service, Collection<Id> ids) {
        return withIds("select id_key, id_value from ids_of_person(:account, :instance, :keys, :values)", service, ids)
                .map(row -> new Id(
                        Objects.requireNonNull(row.get("id_key", String.class)),
                        Objects.requireNonNull(row.get("id_value", String.class))))
                .all()
                .collectList();
    }

    /**
     * Erases the profiles of a person who has just these ids.
     *
     * @return how many they were; fails with {@link PersonHasAnotherId}
     */
    Mono<Integer> erasePerson(ServiceId service, Collection<Id> ids, Instant before) {
        return withIds("select erase_person(:account, :instance, :keys, :values, :before) as erased", service, ids)
                .bind("before", utc(before))
                .map(row -> Objects.requireNonNull(row.get("erased", Integer.class)))
                .one()
                .onErrorMap(PersonTables::tellsOfAnotherId, PersonHasAnotherId::new);
    }

    /** Erases the events that carry one of the ids, a few thousand at a time; tells how many they were. */
    Mono<Long> eraseEvents(ServiceId service, Collection<Id> ids, Instant before) {
        return database.sql("select erase_events(:account, :instance, :ids, :before, :most) as erased")
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("ids", ids.stream().map(id -> id.key() + "=" + id.value()).toArray(String[]::new))
                .bind("before", utc(before))
                .bind("most", MOST_EVENTS)
                .map(row -> Objects.requireNonNull(row.get("erased", Integer.class)))
                .one()
                .repeat()
                .takeUntil(erased -> erased < MOST_EVENTS)
                .reduce(0L, Long::sum);
    }

    /** Keeps what proves the erasure, and names nobody. */
    Mono<UUID> keepReceipt(
            ServiceId service, Instant before, List<String> digests, int profiles, long events, int deadLetters) {
        return database.sql("""
                        insert into erasure
                            (account, instance, erased_until, digests, profiles, events, dead_letters)
                        values (:account, :instance, :before, :digests, :profiles, :events, :deadLetters)
                        returning receipt
                        """)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("before", utc(before))
                .bind("digests", digests.toArray(String[]::new))
                .bind("profiles", profiles)
                .bind("events", events)
                .bind("deadLetters", deadLetters)
                .map(row -> Objects.requireNonNull(row.get("receipt", UUID.class)))
                .one();
    }

    /** An id joined the person after they were read. */
    static final class PersonHasAnotherId extends RuntimeException {

        private static final long serialVersionUID = 1;

        PersonHasAnotherId(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    private DatabaseClient.GenericExecuteSpec withIds(String sql, ServiceId service, Collection<Id> ids) {
        return database.sql(sql)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("keys", ids.stream().map(Id::key).toArray(String[]::new))
                .bind("values", ids.stream().map(Id::value).toArray(String[]::new));
    }

    private static boolean tellsOfAnotherId(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException refused && ANOTHER_ID.equals(refused.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    private static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
