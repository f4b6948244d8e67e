package io.p13n.reactor.archive;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The days (UTC) of which events are kept, each a partition of the table: those to come are made ahead, those past the
 * retention are dropped as a whole.
 */
@Component
class EventDays {

    private static final Logger log = LoggerFactory.getLogger(EventDays.class);

    /** So that nobody waits for a partition at midnight, nor after a day without upkeep. */
    private static final int AHEAD = 2;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ArchiveDatabase database;
    private final long retention;
    private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();
    private final Clock clock = Clock.systemUTC();

    EventDays(ArchiveDatabase database, ArchiveProperties properties) {
        this.database = database;
        this.retention = properties.retention().toDays();
    }

    /** The first day that is kept. */
    LocalDate first() {
        return today().minusDays(retention);
    }

    /** Makes the partitions of those days that this replica has not met yet: a replay or a slow archive meets old ones. */
    Mono<Void> make(Collection<LocalDate> days) {
        return Flux.fromIterable(days)
                .filter(day -> !made.contains(day))
                .concatMap(this::make)
                .then();
    }

    private Mono<Long> make(LocalDate day) {
        return database.sql("select make_event_day(:day)")
                .bind("day", day)
                .fetch()
                .rowsUpdated()
                .doOnSuccess(done -> made.add(day));
    }

    /** A failure is logged, and the next run tries again. */
    @Scheduled(initialDelay = 0, fixedDelayString = "${p13n.reactor.archive.upkeep:1h}")
    void upkeep() {
        LocalDate first = first();
        Mono<Long> ahead = Flux.fromStream(Stream.iterate(today(), day -> day.plusDays(1)))
                .take(AHEAD + 1)
                .concatMap(this::make)
                .then(Mono.just(0L));
        Mono<Integer> dropped = database.sql("select drop_event_days(:first)")
                .bind("first", first)
                .mapValue(Integer.class)
                .one();
        ahead.then(dropped)
                .doOnNext(days -> forgotten(first, days))
                .doOnError(failure -> log.warn("the days of the event store stay as they are: {}", failure.toString()))
                .onErrorComplete()
                .block(LIMIT);
    }

    private void forgotten(LocalDate first, int days) {
        made.removeIf(day -> day.isBefore(first));
        if (days > 0) {
            log.info("dropped {} days of events, from before {}", days, first);
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
