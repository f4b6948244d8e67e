package io.p13n.benchmark.load;

import io.p13n.benchmark.engine.Shop;
import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.embedded.LoopbackPort;
import io.p13n.embedded.Part;
import io.p13n.offer.definition.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** All rows, running side by side on one broker and one PostgreSQL, each part a process of its own. */
final class Site implements AutoCloseable {

    static final int OFFERS = 20;

    private static final String PASSWORD = "load";
    private static final String ACCOUNT = """
            account: 1
            api_keys: [{name: backend, kind: write, digest: "%s"}]
            tokens: [{name: backend, instance: 2, kind: private, digest: "%s"}]
            """;

    private static final List<String> JVM =
            List.of("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");

    private static final String BOOT = "org.springframework.boot.";
    private static final String NO_DATABASE = "--spring.autoconfigure.exclude=" + BOOT
            + "jdbc.autoconfigure.DataSourceAutoConfiguration," + BOOT
            + "r2dbc.autoconfigure.R2dbcAutoConfiguration," + BOOT
            + "flyway.autoconfigure.FlywayAutoConfiguration";
    private static final String NO_FLYWAY = "--spring.autoconfigure.exclude=" + BOOT
            + "r2dbc.autoconfigure.R2dbcAutoConfiguration," + BOOT + "flyway.autoconfigure.FlywayAutoConfiguration";

    private final Path directory;
    private final List<String> jvm;
    private final EmbeddedDatabase database;
    private final int brokerPort = LoopbackPort.free();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final Part broker;
    private final List<Row> rows = new ArrayList<>();

    private Site(Path directory, List<String> jvm) throws IOException {
        this.directory = directory;
        this.jvm = Stream.concat(JVM.stream(), jvm.stream()).toList();
        Files.createDirectories(directory.resolve("logs"));
        this.database = EmbeddedDatabase.start(directory.resolve("postgresql"), 0, PASSWORD);
        this.broker = keep(Part.startBroker(
                "broker", log("broker"), this.jvm, directory.resolve("kafka"), brokerPort, LoopbackPort.free()));
    }

    /**
     * Starts the processes; they answer some seconds later.
     *
     * @param jvm options of every JVM
     */
    static Site start(Path directory, List<String> jvm) throws IOException {
        var site = new Site(directory, jvm);
        try {
            site.startRows();
            return site;
        } catch (IOException | RuntimeException failed) {
            site.close();
            throw failed;
        }
    }

    private void startRows() throws IOException {
        rows.add(row("floor", "io.p13n.benchmark.load.floor.Floor", Stream.of(NO_DATABASE)));
        rows.add(row("durable floor", "io.p13n.benchmark.load.floor.DurableFloor", Stream.of(NO_DATABASE)));
        rows.add(row(
                "standard",
                "io.p13n.benchmark.load.standard.StandardService",
                Stream.of(
                        NO_FLYWAY,
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password())));
        rows.add(personalization());
    }

    private Row row(String name, String main, Stream<String> settings) {
        int port = LoopbackPort.free();
        return new Row(name, target(port), List.of(application(name.replace(' ', '-'), port, port, main, settings)));
    }

    private Row personalization() throws IOException {
        int port = LoopbackPort.free();
        int reactorPort = LoopbackPort.free();
        Part admin = application(
                "admin",
                LoopbackPort.free(),
                LoopbackPort.free(),
                "io.p13n.admin.AdminApi",
                Stream.concat(databaseSettings(), Stream.of("--p13n.admin.definitions=" + definitions())));
        Part reactor = application(
                "reactor",
                reactorPort,
                reactorPort,
                "io.p13n.reactor.ReactorService",
                Stream.concat(databaseSettings(), Stream.of("--spring.flyway.url=" + database.jdbcUrl())));
        Part ingest = application(
                "ingest",
                port,
                LoopbackPort.free(),
                "io.p13n.ingest.IngestApi",
                Stream.of("--p13n.ingest.reply.port=" + LoopbackPort.free(), NO_DATABASE));
        return new Row(Row.P13N, target(port), List.of(ingest, reactor, admin));
    }

    private Path definitions() throws IOException {
        Path definitions = Files.createDirectories(directory.resolve("definitions"));
        Files.writeString(
                definitions.resolve("account.yaml"),
                ACCOUNT.formatted(Digest.ofSecret(Shopper.API_KEY), Digest.ofSecret(Shopper.TOKEN)));
        Files.writeString(definitions.resolve("service.yaml"), Shop.document(OFFERS));
        return definitions;
    }

    private Stream<String> databaseSettings() {
        return Stream.of(
                "--spring.r2dbc.url=" + database.r2dbcUrl(),
                "--spring.r2dbc.username=" + database.username(),
                "--spring.r2dbc.password=" + database.password());
    }

    private Part application(String name, int port, int managementPort, String main, Stream<String> settings) {
        var arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--management.server.port=" + managementPort,
                "--spring.kafka.bootstrap-servers=127.0.0.1:" + brokerPort));
        settings.forEach(arguments::add);
        return keep(Part.start(name, log(name), jvm, main, arguments));
    }

    private Part keep(Part part) {
        parts.add(part);
        return part;
    }

    private Path log(String name) {
        return directory.resolve("logs").resolve(name + ".log");
    }

    private static URI target(int port) {
        return URI.create("http://127.0.0.1:" + port + Shopper.PATH);
    }

    List<Row> rows() {
        return rows;
    }

    EmbeddedDatabase database() {
        return database;
    }

    /** Fails if any process has ended by itself. */
    void check() {
        parts.stream().filter(part -> !part.isAlive()).findAny().ifPresent(gone -> {
            throw new IllegalStateException(gone.name() + " ended by itself; " + log(gone.name()) + " tells why");
        });
    }

    /** CPU time of each kind of process that takes part when a row is under load, in milliseconds. */
    Map<String, Long> cpuMillis(Row row) {
        return Map.of(
                "client", Processor.ofProcess(ProcessHandle.current().pid()),
                "application", row.cpuMillis(),
                "broker", Processor.ofProcess(broker.pid()),
                "database", Processor.ofFamily(databasePid()));
    }

    /** CPU time of this harness and all that it has started. */
    long allCpuMillis() {
        return Processor.ofProcess(ProcessHandle.current().pid())
                + parts.stream()
                        .mapToLong(part -> Processor.ofProcess(part.pid()))
                        .sum()
                + Processor.ofFamily(databasePid());
    }

    /** Resident memory by process, in MiB. */
    Map<String, Long> residentMebibytes() {
        var resident = new TreeMap<String, Long>();
        parts.forEach(part -> part.residentMebibytes().ifPresent(size -> resident.put(part.name(), size)));
        return resident;
    }

    private long databasePid() {
        try {
            Path file = directory.resolve("postgresql").resolve("cluster").resolve("postmaster.pid");
            return Long.parseLong(Files.readAllLines(file).get(0).strip());
        } catch (IOException failed) {
            throw new IllegalStateException("the database is gone", failed);
        }
    }

    @Override
    public void close() {
        parts.forEach(Part::kill);
        database.close();
    }
}
