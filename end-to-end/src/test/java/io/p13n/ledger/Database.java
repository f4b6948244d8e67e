package io.p13n.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The PostgreSQL under fire. */
interface Database {

    /** A connection of its owner. */
    Connection connect() throws SQLException;

    /** A connection that no limit of the owner's stops. */
    Connection connectAsSuperuser() throws SQLException;

    /** Stops it as an operator would. */
    void stop();

    /** Ends it at once, as {@code pg_ctl stop -m immediate} does. */
    void crash();

    /** Kills its first process. */
    void kill();

    /** Starts what has ended; that may fail while processes of a dead server are still ending. */
    void tryStart();

    /** Starts it unless it runs, and returns when it answers. */
    default void awaitStart() {
        Waiting.until("the database answers", () -> {
            if (answers()) {
                return true;
            }
            tryStart();
            return answers();
        });
    }

    private boolean answers() {
        try (var connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException away) {
            return false;
        }
    }

    Disk disk();

    /** The copy of its data that an operator keeps, where one can be made. */
    Optional<Backup> backup();

    /** What connects it to the applications, where that can be cut. */
    Optional<Link> link();

    /** What it has said. */
    Path log();

    /** The data as they were. */
    interface Backup {

        /** Makes it, in place of an earlier one; the database is stopped for so long. */
        void take();

        /** Puts it where the data are, whatever has come since, and starts the database on it. It is used up then. */
        void restore();
    }

    /** A way through the network. */
    interface Link {

        /** Lets nothing through; connections stay open. */
        void cut();

        void mend();
    }
}
