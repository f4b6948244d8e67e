package io.p13n.ledger;

import static io.p13n.ledger.Fault.SERVED;

import io.p13n.ledger.Database.Backup;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the applications stand on comes back as it was before. */
final class Restorations {

    /** An empty table that comes after the backup: it can be made again if the database is the one from before. */
    private static final String MARK = "create table made_after_the_backup ()";

    private static final String MARK_AND_GO = MARK + "; drop table made_after_the_backup";

    private Restorations() {}

    static List<Fault> rows() {
        return List.of(Fault.of("database-restored", SERVED, "reactor", Restorations::database)
                .unless(Restorations::noBackup));
    }

    private static Optional<String> noBackup(Site site) {
        return site.database().backup().isPresent()
                ? Optional.empty()
                : Optional.of("a container's volume is not copied");
    }

    /** What was decided upon since the backup is in the log alone, and nobody tells the reactors. */
    private static void database(Scene scene) throws Exception {
        Backup backup = scene.site().database().backup().orElseThrow();
        scene.begin();
        long forgotten = 0;
        for (int i = 0; i < scene.scale().fewTimes(); i++) {
            backup.take();
            long takenAt = System.nanoTime();
            scene.tell("backup taken");
            scene.awaitDecisions(takenAt);
            scene.flow();
            execute(scene.site().database(), MARK);
            forgotten += decidedSince(takenAt, scene.book());
            backup.restore();
            execute(scene.site().database(), MARK_AND_GO);
            scene.recover("backup restored");
            scene.flow();
        }
        scene.remark("%d decisions were forgotten".formatted(forgotten));
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long decidedSince(long moment, Book book) {
        return book.attempts().stream()
                .filter(attempt -> attempt.sentAt() >= moment && attempt.outcome() == Attempt.Outcome.DECIDED)
                .count();
    }
}
