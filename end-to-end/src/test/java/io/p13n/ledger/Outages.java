package io.p13n.ledger;

import static io.p13n.ledger.Fault.LOG_AWAY;
import static io.p13n.ledger.Fault.SERVED;

import io.p13n.ledger.Database.Link;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the applications stand on is away, slow or full for a while. */
final class Outages {

    private Outages() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of("database-gone", SERVED, "reactor", Outages::databaseGone),
                Fault.of("database-unreachable", SERVED, "reactor", Outages::databaseUnreachable)
                        .unless(Outages::noLink),
                Fault.of("database-locked", SERVED, "reactor", Outages::databaseLocked),
                Fault.of("database-connections", SERVED, "reactor", Outages::noConnections),
                Fault.of("database-disk-full", SERVED, "database", Outages::databaseDiskFull)
                        .unless(site -> site.database().disk().refusal()),
                Fault.of("broker-gone", LOG_AWAY, "broker", Outages::brokerGone),
                Fault.of("broker-paused", LOG_AWAY, "broker", Outages::brokerPaused),
                Fault.of("broker-disk-full", LOG_AWAY, "broker", Outages::brokerDiskFull)
                        .unless(site -> site.brokerDisk().refusal()));
    }

    private static void databaseGone(Scene scene) {
        scene.begin();
        scene.site().database().stop();
        scene.awaitEffect();
        scene.last(scene.scale().outage());
        scene.site().database().awaitStart();
        scene.recover("database");
        scene.flow();
    }

    private static Optional<String> noLink(Site site) {
        return site.database().link().isPresent()
                ? Optional.empty()
                : Optional.of("processes of one machine have no network that could be cut");
    }

    /** The network loses it: whoever asks gets no answer, not even a refusal. */
    private static void databaseUnreachable(Scene scene) {
        Link link = scene.site().database().link().orElseThrow();
        scene.begin();
        link.cut();
        scene.awaitEffect();
        scene.last(scene.scale().outage());
        link.mend();
        scene.recover("network");
        scene.flow();
    }

    /** Somebody holds locks on the tables that every batch writes. */
    private static void databaseLocked(Scene scene) throws Exception {
        scene.begin();
        try (var database = scene.site().database().connect();
                var statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("lock table profile, identity, event in access exclusive mode");
            scene.awaitEffect();
            scene.last(scene.scale().outage());
            database.rollback();
        }
        scene.recover("lock");
        scene.flow();
    }

    private static void noConnections(Scene scene) throws Exception {
        scene.begin();
        try (var database = scene.site().database().connectAsSuperuser();
                var statement = database.createStatement()) {
            try {
                statement.execute("alter role p13n connection limit 0");
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'p13n'");
                scene.awaitEffect();
                scene.last(scene.scale().outage());
            } finally {
                statement.execute("alter role p13n connection limit -1");
            }
        }
        scene.recover("connections");
        scene.flow();
    }

    private static void databaseDiskFull(Scene scene) throws Exception {
        scene.begin();
        scene.site().database().disk().fill();
        awaitFullDatabase(scene.site());
        scene.last(scene.scale().outage());
        scene.site().database().disk().free();
        long freedAt = System.nanoTime();
        scene.site().database().awaitStart();
        scene.recover("disk", freedAt);
        scene.flow();
    }

    private static void brokerGone(Scene scene) throws Exception {
        scene.begin();
        scene.site().broker().stop();
        scene.awaitEffect();
        scene.last(scene.scale().outage());
        scene.site().startBroker();
        scene.recover("broker");
        scene.flow();
    }

    private static void brokerPaused(Scene scene) {
        scene.begin();
        scene.site().broker().pause();
        scene.awaitEffect();
        scene.last(scene.scale().outage());
        scene.site().broker().resume();
        scene.recover("broker");
        scene.flow();
    }

    /** Kafka ends itself when it can't write its log. */
    private static void brokerDiskFull(Scene scene) throws Exception {
        scene.begin();
        scene.site().brokerDisk().fill();
        Waiting.until(
                "the broker has ended itself", () -> !scene.site().broker().isAlive());
        scene.last(scene.scale().outage());
        scene.site().brokerDisk().free();
        long freedAt = System.nanoTime();
        scene.site().startBroker();
        scene.recover("disk", freedAt);
        scene.flow();
    }

    /** Events go on fitting into pages that are there, for a while; what needs new ones fails. */
    private static void awaitFullDatabase(Site site) {
        Waiting.until("the database has no room", () -> {
            try (var database = site.database().connectAsSuperuser();
                    var statement = database.createStatement()) {
                statement.execute("create temporary table ballast as select generate_series(1, 100000)");
                return false;
            } catch (SQLException refused) {
                return true;
            }
        });
    }
}
