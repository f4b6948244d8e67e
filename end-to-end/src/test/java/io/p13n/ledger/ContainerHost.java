package io.p13n.ledger;

import io.p13n.container.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A container engine: PostgreSQL, Kafka and our images on one network. */
final class ContainerHost implements Host, AutoCloseable {

    private final Installation installation = Installation.start();
    private final Path readable;
    private final Path logs;
    private final Database database;
    private final List<ContainerPart> parts = new CopyOnWriteArrayList<>();

    /**
     * Starts PostgreSQL and the broker.
     *
     * @param readable a directory that the applications may read
     * @param logs where the logs are kept
     */
    ContainerHost(Path readable, Path logs) {
        this.readable = readable;
        this.logs = logs;
        this.database = new ContainerDatabase(installation, logs.resolve("database.log"));
    }

    @Override
    public Database database() {
        return database;
    }

    /** It was started with the database; what has ended is started again. */
    @Override
    public Part startBroker(String name) {
        if (!installation.broker().isRunning()) {
            installation.broker().startAgain();
        }
        return keep(new ContainerPart(name, installation.broker()));
    }

    @Override
    public Disk brokerDisk() {
        return new ContainerDisk(installation.brokerVolume());
    }

    @Override
    public String bootstrapServers() {
        return installation.bootstrapServers();
    }

    @Override
    public Replica start(Application application, String name, List<String> settings) {
        var started = installation.start(application.image(), name, settings, readable);
        return new Replica(keep(new ContainerPart(name, started.control())), started.http(), started.management());
    }

    private ContainerPart keep(ContainerPart part) {
        parts.add(part);
        return part;
    }

    @Override
    public Path log(Part part) {
        return parts.stream()
                .filter(part::equals)
                .map(this::written)
                .findFirst()
                .orElseThrow();
    }

    private Path written(ContainerPart part) {
        try {
            return Files.writeString(
                    logs.resolve(part.name() + ".log"), part.container().log());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            database.log();
            parts.forEach(this::written);
        } finally {
            installation.close();
        }
    }
}
