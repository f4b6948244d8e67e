package io.p13n.reactor.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.ServiceId;
import io.p13n.reactor.definition.Definitions;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deletes what is old: idle profiles with their ids, entries of the journal, tombstones of erased ids, what is told of
 * uploads. In bites of a few milliseconds with pauses between, so batches hardly notice; replicas may all do it at once.
 * Days of events and of decisions are the archive's to drop, uuids those of {@code UuidPurge}.
 */
@Component
class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final int BITE = 200;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final String PROFILES =
            "select go_on, expired from expire_profiles(:account, :instance, :after, :before, :most)";
    private static final String JOURNAL = "select expire_journal(:account, :instance, :before, :most) as expired";
    private static final String TOMBSTONES = "select expire_tombstones(:account, :instance, :before, :most) as expired";
    private static final String IMPORTS = "select expire_imports(:account, :instance, :before, :most) as expired";

    private final Definitions definitions;
    private final DatabaseClient database;
    private final RetentionProperties properties;
    private final Counter profiles;
    private final Counter journal;
    private final Counter tombstones;
    private final Counter imports;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean running = new AtomicBoolean();
    private final Disposable.Swap round = Disposables.swap();

    Retention(
            Definitions definitions, DatabaseClient database, RetentionProperties properties, MeterRegistry registry) {
        this.definitions = definitions;
        this.database = database;
        this.properties = properties;
        this.profiles = expired(registry, "profiles");
        this.journal = expired(registry, "journal");
        this.tombstones = expired(registry, "tombstones");
        this.imports = expired(registry, "imports");
    }

    /**
     * Begins a round over all services that this replica holds, unless one still runs; what fails is logged, and the next
     * round tries again. It may take long, so it doesn't hold the thread, which others need each second.
     */
    @Scheduled(
            initialDelayString = "${p13n.reactor.retention.every:1h}",
            fixedDelayString = "${p13n.reactor.retention.every:1h}")
    void expire() {
        if (running.compareAndSet(false, true)) {
            round.update(Flux.fromIterable(definitions.services())
                    .concatMap(this::expireOrTell)
                    .doFinally(end -> running.set(false))
                    .subscribe());
        }
    }

    private Mono<Void> expireOrTell(ServiceId service) {
        return expire(service)
                .doOnError(
                        failure -> log.warn("what is old of service {} stays for now: {}", service, failure.toString()))
                .onErrorComplete();
    }

    @PreDestroy
    void stop() {
        round.dispose();
    }

    private Mono<Void> expire(ServiceId service) {
        return Mono.justOrEmpty(properties.idleProfiles())
                .flatMap(idle -> expireProfiles(service, ago(idle)))
                .then(expire(service, JOURNAL, ago(properties.journal()), journal))
                .then(expire(service, TOMBSTONES, ago(properties.tombstones()), tombstones))
                .then(expire(service, IMPORTS, ago(properties.imports()), imports));
    }

    private Mono<Void> expireProfiles(ServiceId service, Instant before) {
        return bite(service, new UUID(0, 0), before)
                .expand(bite -> Mono.justOrEmpty(bite.goOn())
                        .delayElement(PAUSE)
                        .flatMap(after -> bite(service, after, before)))
                .doOnNext(bite -> profiles.increment(bite.expired()))
                .then();
    }

    /** Where to go on, if this was not the end. */
    private record Bite(Optional<UUID> goOn, int expired) {}

    private Mono<Bite> bite(ServiceId service, UUID after, Instant before) {
        return of(service, PROFILES, before)
                .bind("after", after)
                .map(row -> new Bite(
                        Optional.ofNullable(row.get("go_on", UUID.class)),
                        Objects.requireNonNull(row.get("expired", Integer.class))))
                .one();
    }

    private Mono<Void> expire(ServiceId service, String sql, Instant before, Counter counter) {
        return of(service, sql, before)
                .map(row -> Objects.requireNonNull(row.get("expired", Integer.class)))
                .one()
                .doOnNext(counter::increment)
                .repeatWhen(done -> done.delayElements(PAUSE))
                .takeUntil(expired -> expired < BITE)
                .then();
    }

    private DatabaseClient.GenericExecuteSpec of(ServiceId service, String sql, Instant before) {
        return database.sql(sql)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("most", BITE);
    }

    private Instant ago(Duration age) {
        return clock.instant().minus(age);
    }

    private static Counter expired(MeterRegistry registry, String what) {
        return Counter.builder("p13n.reactor.expired")
                .description("What was deleted because it was old")
                .tag("what", what)
                .register(registry);
    }
}
