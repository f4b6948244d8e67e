package io.p13n.benchmark.load;

import static java.util.stream.Collectors.joining;

import io.p13n.benchmark.load.Shopper.Visit;
import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.embedded.LoopbackPort;
import io.p13n.embedded.Part;
import io.p13n.offer.definition.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** All rows, running side by side on one broker and one PostgreSQL, each part a process of its own. */
final class Site implements AutoCloseable {

    static final Duration PROBE = Duration.ofMillis(250);

    private static final int PROBES = 800;
    private static final int GENTLE_RATE = 20;
    private static final int KIBIBYTES = 1024;
    private static final String PASSWORD = "load";
    private static final String ACCOUNT = """
            account: 1
            api_keys: [{name: backend, kind: write, digest: "%s"}]
            tokens: [%s]
            """;

    private static final List<String> JVM = List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "-Dreactor.netty.ioWorkerCount=" + Runtime.getRuntime().availableProcessors()); // as ingest sets it itself

    /** What p13n's own settings say, for every row. */
    private static final List<String> AS_P13N =
            List.of("--spring.netty.leak-detection=disabled", "--management.tracing.sampling.probability=0.0");

    private static final String UNOBSERVED = "--management.observations.enable.all=false"; // no metrics of requests

    private static final String BOOT = "org.springframework.boot.";
    private static final String NO_DATABASE = "--spring.autoconfigure.exclude=" + BOOT
            + "jdbc.autoconfigure.DataSourceAutoConfiguration," + BOOT
            + "r2dbc.autoconfigure.R2dbcAutoConfiguration," + BOOT
            + "flyway.autoconfigure.FlywayAutoConfiguration";
    private static final String NO_R2DBC =
            "--spring.autoconfigure.exclude=" + BOOT + "r2dbc.autoconfigure.R2dbcAutoConfiguration";
    private static final String NO_FLYWAY = "--spring.autoconfigure.exclude=" + BOOT
            + "r2dbc.autoconfigure.R2dbcAutoConfiguration," + BOOT + "flyway.autoconfigure.FlywayAutoConfiguration";

    private static final String PROCESSES = """
            select pid, case when backend_type <> 'client backend' then backend_type
                             when query ~ 'archive_batch|insert into event' then 'backends that archive'
                             when query ~ 'load_batch|commit_batch' then 'backends that decide'
                             else 'other backends' end
              from pg_stat_activity where pid <> pg_backend_pid()
            """;

    private final Path directory;
    private final List<String> jvm;
    private final EmbeddedDatabase database;
    private final int brokerPort = LoopbackPort.free();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final Part broker;
    private final List<Row> rows = new ArrayList<>();

    private final Map<String, Integer> management = new TreeMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** The other parts end with this process anyway. */
    private final Thread stopDatabase;

    private Site(Path directory, List<String> jvm) throws IOException {
        this.directory = directory;
        this.jvm = Stream.concat(JVM.stream(), jvm.stream()).toList();
        Files.createDirectories(directory.resolve("logs"));
        this.database = EmbeddedDatabase.start(directory.resolve("postgresql"), 0, PASSWORD);
        this.stopDatabase = new Thread(database::close, "stop the database");
        Runtime.getRuntime().addShutdownHook(stopDatabase);
        this.broker = keep(Part.startBroker(
                "broker", log("broker"), this.jvm, directory.resolve("kafka"), brokerPort, LoopbackPort.free()));
    }

    /**
     * Starts all rows; they answer some seconds later.
     *
     * @param jvm options of every JVM
     */
    static Site start(Path directory, List<String> jvm) throws IOException {
        return started(new Site(directory, jvm), site -> {
            site.startBaselines();
            site.startPersonalization(List.of(Service.SHOP));
        });
    }

    /** Starts p13n alone, with these services. */
    static Site start(Path directory, List<String> jvm, List<Service> services) throws IOException {
        return started(new Site(directory, jvm), site -> site.startPersonalization(services));
    }

    /**
     * Starts p13n alone, with the service that all rows are asked for, waits until it answers, and plants the customers.
     *
     * @param shopper who will visit it
     */
    static Site start(Path directory, List<String> jvm, Shopper shopper) throws IOException {
        return started(new Site(directory, jvm), site -> {
            site.startPersonalization(List.of(Service.SHOP));
            site.awaitAnswers(site.rows.get(0), number -> Service.SHOP.visit(shopper.newcomer(number)), GENTLE_RATE);
            Planting.plant(site.database, Service.SHOP, shopper.customers());
        });
    }

    private interface Starting {

        void of(Site site) throws IOException, SQLException;
    }

    private static Site started(Site site, Starting starting) throws IOException {
        try {
            starting.of(site);
            return site;
        } catch (SQLException failed) {
            site.close();
            throw new IOException("the customers can't be planted", failed);
        } catch (IOException | RuntimeException failed) {
            site.close();
            throw failed;
        }
    }

    private void startBaselines() {
        rows.add(row("floor", "io.p13n.benchmark.load.floor.Floor", Stream.of(NO_DATABASE, UNOBSERVED)));
        rows.add(row("durable floor", "io.p13n.benchmark.load.floor.DurableFloor", Stream.of(NO_DATABASE, UNOBSERVED)));
        rows.add(row(
                "standard",
                "io.p13n.benchmark.load.standard.StandardService",
                Stream.of(
                        NO_FLYWAY,
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password())));
    }

    private Row row(String name, String main, Stream<String> settings) {
        int port = LoopbackPort.free();
        return new Row(name, target(port), List.of(application(name.replace(' ', '-'), port, port, main, settings)));
    }

    private void startPersonalization(List<Service> services) throws IOException {
        int port = LoopbackPort.free();
        Part admin = application(
                "admin",
                LoopbackPort.free(),
                LoopbackPort.free(),
                "io.p13n.admin.AdminApi",
                Stream.concat(
                        databaseSettings("r2dbc", database.r2dbcUrl()),
                        Stream.of("--p13n.admin.definitions=" + definitions(services))));
        Part ingest = application(
                "ingest",
                port,
                LoopbackPort.free(),
                "io.p13n.ingest.IngestApi",
                Stream.of("--p13n.ingest.reply.port=" + LoopbackPort.free(), NO_DATABASE));
        rows.add(new Row(Row.P13N, target(port), List.of(ingest, startReactor(), admin)));
    }

    /** Adds a reactor to p13n; it takes over partitions some seconds later. */
    void addReactor() {
        rows.replaceAll(row -> row.name().equals(Row.P13N) ? row.with(startReactor()) : row);
    }

    private Part startReactor() {
        int port = LoopbackPort.free();
        return application(
                "reactor",
                port,
                port,
                "io.p13n.reactor.ReactorService",
                Stream.concat(databaseSettings("datasource", database.jdbcUrl()), Stream.of(NO_R2DBC)));
    }

    private Path definitions(List<Service> services) throws IOException {
        Path definitions = Files.createDirectories(directory.resolve("definitions"));
        String tokens = services.stream().map(Service::tokenLine).collect(joining(", "));
        Files.writeString(
                definitions.resolve("account.yaml"), ACCOUNT.formatted(Digest.ofSecret(Shopper.API_KEY), tokens));
        for (Service service : services) {
            Files.writeString(definitions.resolve("service-" + service.instance() + ".yaml"), service.document());
        }
        return definitions;
    }

    private Stream<String> databaseSettings(String driver, String url) {
        return Stream.of(
                "--spring." + driver + ".url=" + url,
                "--spring." + driver + ".username=" + database.username(),
                "--spring." + driver + ".password=" + database.password());
    }

    private Part application(String name, int port, int managementPort, String main, Stream<String> settings) {
        var arguments = new ArrayList<>(List.of(
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--management.server.port=" + managementPort,
                "--spring.kafka.bootstrap-servers=127.0.0.1:" + brokerPort));
        arguments.addAll(AS_P13N);
        management.put(name, managementPort);
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
        return URI.create("http://127.0.0.1:" + port);
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
        var all = new HashMap<>(sharedCpuMillis());
        all.put("client", Processor.ofProcess(ProcessHandle.current().pid()));
        all.put("application", row.cpuMillis());
        return all;
    }

    /** The same of those alone that all rows share. */
    Map<String, Long> sharedCpuMillis() {
        return Map.of("broker", Processor.ofProcess(broker.pid()), "database", Processor.ofFamily(databasePid()));
    }

    /** CPU time of all threads, in milliseconds, by process and thread, and of PostgreSQL's processes by their ids. */
    Map<String, Long> cpuMillisByThread() {
        var all = new TreeMap<String, Long>();
        all.put("client", Processor.ofProcess(ProcessHandle.current().pid()));
        parts.forEach(part -> Processor.ofThreads(part.pid())
                .forEach((thread, millis) -> all.put(part.name() + ": " + thread, millis)));
        Processor.ofChildren(databasePid()).forEach((pid, millis) -> all.put(String.valueOf(pid), millis));
        return all;
    }

    /** What those processes of PostgreSQL do that are there now, by their ids: backends by what they were last asked. */
    Map<String, String> databaseProcesses() throws SQLException {
        var all = new TreeMap<String, String>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var processes = statement.executeQuery(PROCESSES)) {
            while (processes.next()) {
                all.put(processes.getString(1), "database: " + processes.getString(2));
            }
        }
        return all;
    }

    /** What the timers and summaries of p13n's applications have counted. */
    Map<String, Meter> meters() {
        var all = new TreeMap<String, Meter>();
        management.forEach((part, port) -> all.putAll(Meter.read(exposition(port))));
        return all;
    }

    private String exposition(int port) {
        try {
            return http.send(
                            HttpRequest.newBuilder(target(port).resolve("/actuator/prometheus"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(hurried);
        }
    }

    /** The same since a moment, of which it tells. */
    Map<String, Long> cpuMillisSince(Map<String, Long> before, Row row) {
        return since(before, cpuMillis(row));
    }

    /** What those use that all rows share, while nothing is asked for so long. */
    Idle idle(Duration time) {
        Map<String, Long> before = sharedCpuMillis();
        long begin = System.nanoTime();
        pause(time);
        return Idle.of(since(before, sharedCpuMillis()), Duration.ofNanos(System.nanoTime() - begin));
    }

    /** Asks nothing for so long. */
    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
        var used = new HashMap<>(now);
        used.replaceAll((kind, millis) -> millis - before.getOrDefault(kind, 0L));
        return used;
    }

    /**
     * Waits until a row answers all that it is asked, though it be without offers; applications and the broker are still starting.
     *
     * @param visits by number, of newcomers: who is seen before the customers are planted is none of them
     * @param rate probes per second, of which a quarter of a second's are sent at a time
     */
    void awaitAnswers(Row row, IntFunction<Visit> visits, int rate) {
        try (var generator = new Generator(visits, Generator.PATIENCE)) {
            for (int probe = 0; probe < PROBES; probe++) {
                check();
                Outcome outcome = generator.load(row.target(), rate, PROBE);
                if (outcome.answered() + outcome.empty() == outcome.due()) {
                    return;
                }
            }
        }
        throw new IllegalStateException(row.name() + " does not answer");
    }

    /** CPU time of this harness and all that it has started. */
    long allCpuMillis() {
        return Processor.ofProcess(ProcessHandle.current().pid())
                + parts.stream()
                        .mapToLong(part -> Processor.ofProcess(part.pid()))
                        .sum()
                + Processor.ofFamily(databasePid());
    }

    /** Resident memory by process, in MiB; of the database all its processes together, what they share once. */
    Map<String, Long> residentMebibytes() {
        var resident = new TreeMap<String, Long>();
        parts.forEach(part -> part.residentMebibytes().ifPresent(size -> resident.put(part.name(), size)));
        resident.put(
                "client",
                Processor.proportionalKibibytes(ProcessHandle.current().pid()) / KIBIBYTES);
        resident.put("database", Processor.proportionalKibibytesOfFamily(databasePid()) / KIBIBYTES);
        return resident;
    }

    /** Threads by process. */
    Map<String, Long> threads() {
        var threads = new TreeMap<String, Long>();
        parts.forEach(part -> threads.put(part.name(), Processor.threads(part.pid())));
        return threads;
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
        Runtime.getRuntime().removeShutdownHook(stopDatabase);
        parts.forEach(Part::kill);
        database.close();
    }
}
