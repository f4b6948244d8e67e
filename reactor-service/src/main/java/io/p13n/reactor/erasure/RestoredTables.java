package io.p13n.reactor.erasure;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.Id;
import io.p13n.reactor.sql.Columns;
import io.p13n.reactor.sql.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings the tables in line with the erasures on the topic. A database that came back from a backup does not know of
 * those since; nor does one whose admin-api died between telling the topic and erasing. The topic names nobody, so each
 * id of the service in the tables is digested and looked up; that happens only where the database lacks
 * an erasure, in statements that are short.
 */
@Component
class RestoredTables {

    private static final Logger log = LoggerFactory.getLogger(RestoredTables.class);
    private static final int MOST_EVENTS = 5_000;
    private static final int PAGE = 5_000;
    private static final Duration EVENTS_AT_ONCE = Duration.ofHours(1);

    private static final String DONE = """
            select d.digest, max(e.erased_until) as until
              from erasure e cross join lateral unnest(e.digests) as d (digest)
             where e.account = :account and e.instance = :instance
             group by d.digest
            """;

    private static final String IDS = """
            select key, value, since from identity
             where account = :account and instance = :instance and (key, value) > (:key, :value)
             order by key, value
             limit :most
            """;

    private static final String FIRST_EVENT = """
            select min(accepted_at) as first from event
             where account = :account and instance in (:instance, 0)
            """;

    private static final String IDS_OF_EVENTS = """
            select distinct unnest(ids) as id from event
             where account = :account and instance in (:instance, 0)
               and accepted_at >= :from and accepted_at < :to
            """;

    private final JdbcClient database;

    RestoredTables(JdbcClient database) {
        this.database = database;
    }

    /**
     * Erases what the tables of a service should not have any more. Can be done again, and by many replicas at once.
     *
     * @param wanted the digests of who is erased, and from before which moment
     * @param digest of an id
     */
    void bringInLine(ServiceId service, Map<String, Instant> wanted, Function<Id, String> digest) {
        if (wanted.isEmpty()) {
            return;
        }
        Map<String, Instant> done = done(service);
        var lacking = new HashMap<>(wanted);
        lacking.entrySet().removeIf(each -> !each.getValue().isAfter(done.getOrDefault(each.getKey(), Instant.MIN)));
        if (!lacking.isEmpty()) {
            new Restored(service, lacking, digest).erase();
        }
    }

    private Map<String, Instant> done(ServiceId service) {
        var done = new HashMap<String, Instant>();
        of(service, DONE).query(row -> {
            done.put(row.getString("digest"), Row.moment(row, "until"));
        });
        return done;
    }

    private JdbcClient.StatementSpec of(ServiceId service, String sql) {
        return database.sql(sql).param("account", service.account()).param("instance", service.instance());
    }

    /** One service's erasures that its tables don't know of. */
    private final class Restored {

        private final ServiceId service;
        private final Map<String, Instant> lacking;
        private final Function<Id, String> digest;
        private final Instant latest;

        Restored(ServiceId service, Map<String, Instant> lacking, Function<Id, String> digest) {
            this.service = service;
            this.lacking = lacking;
            this.digest = digest;
            this.latest = lacking.values().stream().max(Instant::compareTo).orElseThrow();
        }

        void erase() {
            log.warn(
                    "the tables of service {} don't know of {} erasures: looking for what they bring back",
                    service,
                    lacking.size());
            erasePersons();
            erasePastEvents();
            remember();
        }

        /** Those whose ids are in {@code identity} and should have been erased. */
        private void erasePersons() {
            List<Linked> page = page(new Id("", ""));
            while (!page.isEmpty()) {
                page.stream()
                        .filter(each -> each.since().isBefore(moment(each.id())))
                        .forEach(each -> erasePerson(each.id()));
                page = page.size() < PAGE
                        ? List.of()
                        : page(page.get(page.size() - 1).id());
            }
        }

        private List<Linked> page(Id after) {
            return of(service, IDS)
                    .param("key", after.key())
                    .param("value", after.value())
                    .param("most", PAGE)
                    .query((row, number) -> new Linked(
                            new Id(row.getString("key"), row.getString("value")),
                            madeAt(Row.required(row, "since", UUID.class))))
                    .list();
        }

        /** Events that should have been erased, found by their ids, an hour of events at a time. */
        private void erasePastEvents() {
            Instant from = of(service, FIRST_EVENT)
                    .query((row, number) -> Optional.ofNullable(row.getObject("first", OffsetDateTime.class)))
                    .single()
                    .map(OffsetDateTime::toInstant)
                    .orElse(latest);
            while (from.isBefore(latest)) {
                idsOfEvents(from).stream()
                        .filter(id -> lacking.containsKey(digest.apply(id)))
                        .forEach(id -> eraseEvents(id, moment(id)));
                from = from.plus(EVENTS_AT_ONCE);
            }
        }

        private List<Id> idsOfEvents(Instant from) {
            return of(service, IDS_OF_EVENTS)
                    .param("from", Columns.utc(from))
                    .param("to", Columns.utc(from.plus(EVENTS_AT_ONCE)))
                    .query((row, number) -> id(row.getString("id")))
                    .list();
        }

        private void erasePerson(Id id) {
            List<Id> ids = of(
                            service,
                            "select id_key, id_value from ids_of_person(:account, :instance, array[:key], array[:value])")
                    .param("key", id.key())
                    .param("value", id.value())
                    .query((row, number) -> new Id(row.getString("id_key"), row.getString("id_value")))
                    .list();
            Instant until = moment(id);
            of(service, "select erase_person(:account, :instance, :keys, :values, :until)")
                    .param("keys", Columns.texts(ids, Id::key))
                    .param("values", Columns.texts(ids, Id::value))
                    .param("until", Columns.utc(until))
                    .query(row -> {});
            ids.forEach(each -> eraseEvents(each, until));
        }

        private void eraseEvents(Id id, Instant until) {
            int erased = MOST_EVENTS;
            while (erased == MOST_EVENTS) {
                erased = of(service, "select erase_events(:account, :instance, :ids, :until, :most)")
                        .param("ids", new String[] {id.key() + "=" + id.value()})
                        .param("until", Columns.utc(until))
                        .param("most", MOST_EVENTS)
                        .query(Integer.class)
                        .single();
            }
        }

        /** As done now: the next look need not search again. */
        private void remember() {
            var byMoment = new HashMap<Instant, List<String>>();
            lacking.forEach((digest, moment) ->
                    byMoment.computeIfAbsent(moment, each -> new ArrayList<>()).add(digest));
            byMoment.forEach((moment, digests) -> of(service, """
                            insert into erasure
                                (account, instance, erased_until, digests, profiles, events, dead_letters)
                            values (:account, :instance, :until, :digests, 0, 0, 0)
                            """)
                    .param("until", Columns.utc(moment))
                    .param("digests", digests.toArray(String[]::new))
                    .update());
        }

        private Instant moment(Id id) {
            return lacking.getOrDefault(digest.apply(id), Instant.MIN);
        }

        private static Id id(String text) {
            int equals = text.indexOf('=');
            return new Id(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /** An id, and when the event was accepted that linked it. */
    private record Linked(Id id, Instant since) {}

    /** When a record id was made: the first 48 bits of a UUIDv7. */
    private static Instant madeAt(UUID recordId) {
        return Instant.ofEpochMilli(recordId.getMostSignificantBits() >>> 16);
    }
}
