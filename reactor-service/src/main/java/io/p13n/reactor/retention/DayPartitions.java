package io.p13n.reactor.retention;

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
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The days (UTC) of which a table keeps rows, each a partition: those to come are made ahead, those past the retention are
 * dropped as a whole.
 */
public final class DayPartitions {

    private static final Logger log = LoggerFactory.getLogger(DayPartitions.class);

    /** So that nobody waits for a partition at midnight, nor after a day without upkeep. */
    private static final int AHEAD = 2;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final String table;
    private final long retention;
    private final DatabaseClient database;
    private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();
    private final Clock clock = Clock.systemUTC();

    /**
     * The days of a table.
     *
     * @param retention for how long rows are kept; whole days count
     */
    public DayPartitions(String table, Duration retention, DatabaseClient database) {
        this.table = table;
        this.retention = retention.toDays();
        this.database = database;
    }

    /** The first day that is kept. */
    public LocalDate first() {
        return today().minusDays(retention);
    }

    /** Makes the partitions of those days that this replica has not met yet: a replay or a slow archive meets old ones. */
    public Mono<Void> make(Collection<LocalDate> days) {
        return Flux.fromIterable(days)
                .filter(day -> !made.contains(day))
                .concatMap(this::make)
                .then();
    }

    private Mono<Long> make(LocalDate day) {
        return database.sql("select make_day(:table, :day)")
                .bind("table", table)
                .bind("day", day)
                .fetch()
                .rowsUpdated()
                .doOnSuccess(done -> made.add(day));
    }

    /** Makes and drops what is due, and waits for it. A failure is logged, and the next run tries again. */
    public void upkeep() {
        LocalDate first = first();
        Mono<Long> ahead = Flux.fromStream(Stream.iterate(today(), day -> day.plusDays(1)))
                .take(AHEAD + 1)
                .concatMap(this::make)
                .then(Mono.just(0L));
        Mono<Integer> dropped = database.sql("select drop_days(:table, :first)")
                .bind("table", table)
                .bind("first", first)
                .mapValue(Integer.class)
                .one();
        ahead.then(dropped)
                .doOnNext(days -> forgotten(first, days))
                .doOnError(failure -> log.warn("the days of {} stay as they are: {}", table, failure.toString()))
                .onErrorComplete()
                .block(LIMIT);
    }

    private void forgotten(LocalDate first, int days) {
        made.removeIf(day -> day.isBefore(first));
        if (days > 0) {
            log.info("dropped {} days of {}, from before {}", days, table, first);
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
