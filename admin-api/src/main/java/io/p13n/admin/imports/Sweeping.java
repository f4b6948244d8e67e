package io.p13n.admin.imports;

import io.p13n.admin.AdminCommand;
import io.p13n.contract.ServiceId;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts the rows of uploads in order behind them, at leisure: ends what a dead replica left, deletes what counts no longer, and
 * folds what was upserted into what was there. A few rows a transaction, so nobody waits; replicas take turns by a row's lock.
 */
@Component
@Profile("!" + AdminCommand.PROFILE)
class Sweeping implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Sweeping.class);

    /** An upload that is alive tells of itself each second. */
    private static final Duration DEAD = Duration.ofMinutes(1);

    private static final int ROWS = 2_000;

    private final ImportStore store;
    private final DatabaseClient database;
    private final ImportProperties properties;
    private final Disposable.Swap watch = Disposables.swap();

    Sweeping(ImportStore store, DatabaseClient database, ImportProperties properties) {
        this.store = store;
        this.database = database;
        this.properties = properties;
    }

    /** Data in which there is something to do. */
    private record Untidy(ServiceId service, String dataset) {}

    @EventListener(ApplicationReadyEvent.class)
    void watch() {
        watch.update(Flux.interval(properties.sweep())
                .onBackpressureDrop()
                .concatMap(tick -> sweep(), 1)
                .subscribe());
    }

    private Mono<Void> sweep() {
        return store.failAbandoned(DEAD)
                .thenMany(untidy())
                .concatMap(each -> repeated("sweep_generation", each).then(repeated("fold_generation", each)))
                .then()
                .doOnError(failure -> log.warn("rows of uploads are not swept now: {}", failure.toString()))
                .onErrorComplete();
    }

    private Flux<Untidy> untidy() {
        return database.sql("""
                        select account, instance, dataset from batch_generation
                         where cardinality(gone) > 0 or cardinality(generations) > 1
                        """)
                .map(row -> new Untidy(
                        new ServiceId(
                                Objects.requireNonNull(row.get("account", Long.class)),
                                Objects.requireNonNull(row.get("instance", Long.class))),
                        Objects.requireNonNull(row.get("dataset", String.class))))
                .all()
                .collectList()
                .flatMapIterable(all -> all);
    }

    /** Until there is nothing left to do. */
    private Mono<Void> repeated(String function, Untidy each) {
        return database.sql("select " + function + "(:account, :instance, :dataset, :most) is null as done")
                .bind("account", each.service().account())
                .bind("instance", each.service().instance())
                .bind("dataset", each.dataset())
                .bind("most", ROWS)
                .map(row -> Boolean.TRUE.equals(row.get("done", Boolean.class)))
                .one()
                .delayElement(Duration.ofMillis(1_000L * ROWS / properties.valuesPerSecond()))
                .repeat()
                .takeUntil(done -> done)
                .then();
    }

    @Override
    public void destroy() {
        watch.dispose();
    }
}
