package io.p13n.reactor.erasure;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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

    private final DatabaseClient database;

    RestoredTables(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Erases what the tables of a service should not have any more. Can be done again, and by many replicas at once.
     *
     * @param wanted the digests of who is erased, and from before which moment
     * @param digest of an id
     */
    Mono<Void> bringInLine(ServiceId service, Map<String, Instant> wanted, Function<Id, String> digest) {
        return wanted.isEmpty()
                ? Mono.empty()
                : done(service).flatMap(done -> {
                    var lacking = new HashMap<>(wanted);
                    lacking.entrySet()
                            .removeIf(each -> !each.getValue().isAfter(done.getOrDefault(each.getKey(), Instant.MIN)));
                    return lacking.isEmpty() ? Mono.empty() : new Restored(service, lacking, digest).erase();
                });
    }

    private Mono<Map<String, Instant>> done(ServiceId service) {
        return of(service, DONE)
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("digest", String.class)),
                        Objects.requireNonNull(row.get("until", Instant.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private DatabaseClient.GenericExecuteSpec of(ServiceId service, String sql) {
        return database.sql(sql).bind("account", service.account()).bind("instance", service.instance());
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

        Mono<Void> erase() {
            log.warn(
                    "the tables of service {} don't know of {} erasures: looking for what they bring back",
                    service,
                    lacking.size());
            return known().concatMap(this::erasePerson)
                    .thenMany(idsOfEvents())
                    .concatMap(this::eraseEvents)
                    .then(remember());
        }

        /** The ids in {@code identity} that should have been erased. */
        private Flux<Id> known() {
            return page(new Id("", ""))
                    .expand(page -> page.size() < PAGE
                            ? Mono.empty()
                            : page(page.get(page.size() - 1).id()))
                    .concatMapIterable(page -> page)
                    .filter(each -> each.since().isBefore(moment(each.id())))
                    .map(Linked::id);
        }

        private Mono<List<Linked>> page(Id after) {
            return of(service, IDS)
                    .bind("key", after.key())
                    .bind("value", after.value())
                    .bind("most", PAGE)
                    .map(row -> new Linked(
                            new Id(
                                    Objects.requireNonNull(row.get("key", String.class)),
                                    Objects.requireNonNull(row.get("value", String.class))),
                            madeAt(Objects.requireNonNull(row.get("since", UUID.class)))))
                    .all()
                    .collectList();
        }

        /** The ids of events that should have been erased, an hour of events at a time. */
        private Flux<Id> idsOfEvents() {
            return of(service, FIRST_EVENT)
                    .map(row -> Optional.ofNullable(row.get("first", Instant.class)))
                    .one()
                    .flatMap(Mono::justOrEmpty)
                    .expand(from -> Mono.just(from.plus(EVENTS_AT_ONCE)).filter(next -> next.isBefore(latest)))
                    .concatMap(this::idsOfEvents)
                    .filter(id -> lacking.containsKey(digest.apply(id)));
        }

        private Flux<Id> idsOfEvents(Instant from) {
            return of(service, IDS_OF_EVENTS)
                    .bind("from", utc(from))
                    .bind("to", utc(from.plus(EVENTS_AT_ONCE)))
                    .map(row -> id(Objects.requireNonNull(row.get("id", String.class))))
                    .all()
                    .collectList()
                    .flatMapIterable(ids -> ids);
        }

        private Mono<Void> erasePerson(Id id) {
            return of(service, """
                            select array_agg(id_key) as keys, array_agg(id_value) as values
                              from ids_of_person(:account, :instance, array[:key], array[:value])
                            """)
                    .bind("key", id.key())
                    .bind("value", id.value())
                    .map(row -> ids(
                            Objects.requireNonNull(row.get("keys", String[].class)),
                            Objects.requireNonNull(row.get("values", String[].class))))
                    .one()
                    .flatMap(ids -> erasePerson(ids, moment(id)));
        }

        private Mono<Void> erasePerson(List<Id> ids, Instant until) {
            return of(service, "select erase_person(:account, :instance, :keys, :values, :until)")
                    .bind("keys", ids.stream().map(Id::key).toArray(String[]::new))
                    .bind("values", ids.stream().map(Id::value).toArray(String[]::new))
                    .bind("until", utc(until))
                    .fetch()
                    .rowsUpdated()
                    .thenMany(Flux.fromIterable(ids))
                    .concatMap(id -> eraseEvents(id, until))
                    .then();
        }

        private Mono<Void> eraseEvents(Id id) {
            return eraseEvents(id, moment(id));
        }

        private Mono<Void> eraseEvents(Id id, Instant until) {
            return of(service, "select erase_events(:account, :instance, :ids, :until, :most) as erased")
                    .bind("ids", new String[] {id.key() + "=" + id.value()})
                    .bind("until", utc(until))
                    .bind("most", MOST_EVENTS)
                    .map(row -> Objects.requireNonNull(row.get("erased", Integer.class)))
                    .one()
                    .repeat()
                    .takeUntil(erased -> erased < MOST_EVENTS)
                    .then();
        }

        /** As done now: the next look need not search again. */
        private Mono<Void> remember() {
            var byMoment = new HashMap<Instant, List<String>>();
            lacking.forEach((digest, moment) ->
                    byMoment.computeIfAbsent(moment, each -> new ArrayList<>()).add(digest));
            return Flux.fromIterable(byMoment.entrySet())
                    .concatMap(each -> of(service, """
                                    insert into erasure
                                        (account, instance, erased_until, digests, profiles, events, dead_letters)
                                    values (:account, :instance, :until, :digests, 0, 0, 0)
                                    """)
                            .bind("until", utc(each.getKey()))
                            .bind("digests", each.getValue().toArray(String[]::new))
                            .fetch()
                            .rowsUpdated())
                    .then();
        }

        private Instant moment(Id id) {
            return lacking.getOrDefault(digest.apply(id), Instant.MIN);
        }

        private static Id id(String text) {
            int equals = text.indexOf('=');
            return new Id(text.substring(0, equals), text.substring(equals + 1));
        }

        private static List<Id> ids(String[] keys, String[] values) {
            var ids = new ArrayList<Id>(keys.length);
            for (int i = 0; i < keys.length; i++) {
                ids.add(new Id(keys[i], values[i]));
            }
            return ids;
        }
    }

    /** An id, and when the event was accepted that linked it. */
    private record Linked(Id id, Instant since) {}

    /** When a record id was made: the first 48 bits of a UUIDv7. */
    private static Instant madeAt(UUID recordId) {
        return Instant.ofEpochMilli(recordId.getMostSignificantBits() >>> 16);
    }

    private static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
