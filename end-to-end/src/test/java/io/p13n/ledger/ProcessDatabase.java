package io.p13n.ledger;

import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.embedded.StartFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/**
 * PostgreSQL as processes of this machine.
 *
 * @param server its processes
 * @param disk where its data are
 */
record ProcessDatabase(EmbeddedDatabase server, MountedDisk disk) implements Database, Database.Backup, AutoCloseable {

    private static final String PASSWORD = "ledger";

    static ProcessDatabase start(MountedDisk disk, Path programs) {
        return new ProcessDatabase(EmbeddedDatabase.start(disk.path(), 0, PASSWORD, programs), disk);
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect();
    }

    @Override
    public Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), "postgres", PASSWORD);
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void crash() {
        server.crash();
    }

    /** The others notice and end. */
    @Override
    public void kill() {
        Path pidFile = data().resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            ProcessHandle.of(pid).ifPresent(first -> {
                first.destroyForcibly();
                first.onExit().join();
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void tryStart() {
        try {
            server.restart();
        } catch (StartFailed notYet) {
            // Whoever waits for it tries again, and has the log of the attempts.
        }
    }

    @Override
    public Optional<Backup> backup() {
        return Optional.of(this);
    }

    /** Of files at rest any copy will do. */
    @Override
    public void take() {
        stop();
        Command.run("rm", "-rf", copy().toString());
        Command.run("cp", "-a", data().toString(), copy().toString());
        awaitStart();
    }

    @Override
    public void restore() {
        stop();
        Command.run("rm", "-rf", data().toString());
        Command.run("mv", copy().toString(), data().toString());
        awaitStart();
    }

    private Path data() {
        return disk.path().resolve("cluster");
    }

    /** Beside its disk, not on it. */
    private Path copy() {
        return disk.path().resolveSibling("postgresql-backup");
    }

    /** Processes of one machine have no network between them. */
    @Override
    public Optional<Link> link() {
        return Optional.empty();
    }

    @Override
    public Path log() {
        return disk.path().resolve("server.log");
    }

    @Override
    public void close() {
        server.close();
    }
}
