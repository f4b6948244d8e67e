package io.p13n.ledger;

import io.p13n.container.Stops;
import io.p13n.embedded.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** This machine: each part is a process, and ends with this JVM at the latest. */
final class ProcessHost implements Host {

    /** Short lives on a shared machine: without the second compiler, with a small heap. */
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    /** The class path has all that the other applications need, too. */
    private static final String NO_R2DBC =
            "--spring.autoconfigure.exclude=org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration";

    private static final String NO_DATABASE = NO_R2DBC
            + ",org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
            + ",org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

    private final Path logs;
    private final MountedDisk brokerDisk;
    private final ProcessDatabase database;
    private final int brokerPort = LoopbackPort.free();
    private final int controllerPort = LoopbackPort.free();
    private final List<Part> parts = new CopyOnWriteArrayList<>();

    /**
     * Starts PostgreSQL.
     *
     * @param directory where the data are to be
     * @param logs where the logs are kept
     * @param stops what ends all of it
     */
    ProcessHost(Path directory, Path logs, Stops stops) throws IOException {
        this.logs = logs;
        this.brokerDisk = stops.keep(MountedDisk.mount(directory.resolve("kafka")));
        MountedDisk databaseDisk = stops.keep(MountedDisk.mount(directory.resolve("postgresql")));
        stops.keep(this::keepDatabaseLog);
        this.database = stops.keep(ProcessDatabase.start(databaseDisk, directory.resolve("postgresql-programs")));
        stops.keep(() -> parts.forEach(Part::kill));
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public Part startBroker(String name) {
        return keep(io.p13n.embedded.Part.startBroker(
                name, logFile(name), JVM, brokerDisk.path(), brokerPort, controllerPort));
    }

    @Override
    public Disk brokerDisk() {
        return brokerDisk;
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    @Override
    public Replica start(Application application, String name, List<String> settings) {
        int http = LoopbackPort.free();
        int management = application == Application.REACTOR ? http : LoopbackPort.free();
        var arguments = new ArrayList<>(List.of(
                "--server.port=" + http,
                "--management.server.port=" + management,
                "--spring.kafka.bootstrap-servers=" + bootstrapServers()));
        switch (application) {
            case INGEST -> {
                arguments.add(NO_DATABASE);
                arguments.add("--p13n.ingest.reply.port=" + LoopbackPort.free());
            }
            case REACTOR -> {
                arguments.add(NO_R2DBC);
                arguments.addAll(
                        databaseSettings("datasource", database.server().jdbcUrl()));
            }
            case ADMIN ->
                arguments.addAll(databaseSettings("r2dbc", database.server().r2dbcUrl()));
        }
        arguments.addAll(settings);
        Part part = keep(io.p13n.embedded.Part.start(name, logFile(name), JVM, application.main(), arguments));
        return new Replica(part, loopback(http), loopback(management));
    }

    private List<String> databaseSettings(String driver, String url) {
        return List.of(
                "--spring." + driver + ".url=" + url,
                "--spring." + driver + ".username=" + database.server().username(),
                "--spring." + driver + ".password=" + database.server().password());
    }

    private Part keep(io.p13n.embedded.Part process) {
        var part = new ProcessPart(process);
        parts.add(part);
        return part;
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Path log(Part part) {
        return logFile(part.name());
    }

    private Path logFile(String name) {
        return logs.resolve(name + ".log");
    }

    private void keepDatabaseLog() throws IOException {
        Files.copy(database.log(), logFile("database"));
    }
}
