package io.p13n.ledger;

import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.embedded.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * The PostgreSQL under fire.
 *
 * @param server its processes
 * @param disk where its data are
 */
record Database(EmbeddedDatabase server, Disk disk) implements AutoCloseable {

    private static final String PASSWORD = "ledger";

    static Database start(Disk disk, Path programs) {
        return new Database(EmbeddedDatabase.start(disk.path(), 0, PASSWORD, programs), disk);
    }

    /** What an application is told of it. */
    Stream<String> settings() {
        return Stream.of(
                "--spring.r2dbc.url=" + server.r2dbcUrl(),
                "--spring.r2dbc.username=" + server.username(),
                "--spring.r2dbc.password=" + server.password());
    }

    Connection connect() throws SQLException {
        return server.connect();
    }

    /** A connection that no limit of the owner's stops. */
    Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), "postgres", PASSWORD);
    }

    /** Kills the server's first process; the others notice and end. */
    void kill() throws IOException {
        Path pidFile = disk.path().resolve("cluster").resolve("postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle.of(pid).ifPresent(first -> {
            first.destroyForcibly();
            first.onExit().join();
        });
    }

    /** Starts it unless it runs; that may take some attempts, while processes of a dead server end. */
    void awaitStart() {
        Waiting.until("the database answers", () -> {
            if (answers()) {
                return true;
            }
            try {
                server.restart();
            } catch (StartFailed notYet) {
                return false;
            }
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

    Path log() {
        return disk.path().resolve("server.log");
    }

    @Override
    public void close() {
        server.close();
    }
}
