package io.p13n.ledger;

import io.p13n.container.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * PostgreSQL as a container.
 *
 * @param log where its output is put when somebody asks for it
 */
record ContainerDatabase(Installation installation, Path log) implements Database, Database.Link {

    @Override
    public Connection connect() throws SQLException {
        return installation.connect();
    }

    @Override
    public Connection connectAsSuperuser() throws SQLException {
        return installation.connectAsSuperuser();
    }

    @Override
    public void stop() {
        installation.database().stop();
    }

    @Override
    public void crash() {
        installation.database().end("QUIT");
    }

    @Override
    public void kill() {
        installation.database().kill();
    }

    @Override
    public void tryStart() {
        if (!installation.database().isRunning()) {
            installation.database().startAgain();
        }
    }

    @Override
    public Disk disk() {
        return new ContainerDisk(installation.databaseVolume());
    }

    /** Nobody copies a container's volume. */
    @Override
    public Optional<Backup> backup() {
        return Optional.empty();
    }

    @Override
    public Optional<Link> link() {
        return Optional.of(this);
    }

    @Override
    public void cut() {
        installation.cutOffDatabase();
    }

    @Override
    public void mend() {
        installation.reconnectDatabase();
    }

    @Override
    public Path log() {
        try {
            return Files.writeString(log, installation.database().log());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
