package io.p13n.reactor.retention;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.ServiceId;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.sql.Columns;
import io.p13n.reactor.sql.Reason;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

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
    private final JdbcClient database;
    private final RetentionProperties properties;
    private final Counter profiles;
    private final Counter journal;
    private final Counter tombstones;
    private final Counter imports;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean running = new AtomicBoolean();
    private final ExecutorService rounds = Executors.newSingleThreadExecutor(Retention::thread);

    Retention(Definitions definitions, JdbcClient database, RetentionProperties properties, MeterRegistry registry) {
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
     * round tries again. It may take long, so it has a thread of its own: others need the scheduler's each second.
     */
    @Scheduled(
            initialDelayString = "${p13n.reactor.retention.every:" + RetentionProperties.EVERY + "}",
            fixedDelayString = "${p13n.reactor.retention.every:" + RetentionProperties.EVERY + "}")
    void expire() {
        if (running.compareAndSet(false, true)) {
            rounds.execute(this::round);
        }
    }

    private void round() {
        try {
            for (ServiceId service : definitions.services()) {
                expireOrTell(service);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            running.set(false);
        }
    }

    private void expireOrTell(ServiceId service) throws InterruptedException {
        try {
            expire(service);
        } catch (DataAccessException failure) {
            log.warn("what is old of service {} stays for now: {}", service, Reason.of(failure));
        }
    }

    @PreDestroy
    void stop() {
        rounds.shutdownNow();
    }

    private void expire(ServiceId service) throws InterruptedException {
        Duration idle = properties.idleProfiles();
        if (idle != null) {
            expireProfiles(service, ago(idle));
        }
        expire(service, JOURNAL, ago(properties.journal()), journal);
        expire(service, TOMBSTONES, ago(properties.tombstones()), tombstones);
        expire(service, IMPORTS, ago(properties.imports()), imports);
    }

    private void expireProfiles(ServiceId service, Instant before) throws InterruptedException {
        UUID after = new UUID(0, 0);
        while (after != null) {
            Bite bite = bite(service, after, before);
            profiles.increment(bite.expired());
            after = bite.goOn();
            pause();
        }
    }

    /** Where to go on, if this was not the end. */
    private record Bite(@Nullable UUID goOn, int expired) {}

    private Bite bite(ServiceId service, UUID after, Instant before) {
        return of(service, PROFILES, before)
                .param("after", after)
                .query((row, number) -> new Bite(row.getObject("go_on", UUID.class), row.getInt("expired")))
                .single();
    }

    private void expire(ServiceId service, String sql, Instant before, Counter counter) throws InterruptedException {
        int expired = BITE;
        while (expired == BITE) {
            expired = of(service, sql, before).query(Integer.class).single();
            counter.increment(expired);
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }

    private JdbcClient.StatementSpec of(ServiceId service, String sql, Instant before) {
        return database.sql(sql)
                .param("account", service.account())
                .param("instance", service.instance())
                .param("before", Columns.utc(before))
                .param("most", BITE);
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

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "p13n-retention");
        thread.setDaemon(true);
        return thread;
    }
}
