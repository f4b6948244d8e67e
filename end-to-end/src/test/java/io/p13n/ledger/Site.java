package io.p13n.ledger;

import io.p13n.embedded.LoopbackPort;
import io.p13n.embedded.Part;
import io.p13n.offer.definition.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * The system under fire: PostgreSQL, a broker, admin-api, and some replicas of ingest-api and reactor-service, each a
 * process of its own. Callers reach those ingest replicas that are ready, as behind a load balancer.
 */
final class Site implements AutoCloseable {

    static final String API_KEY = "a".repeat(40);
    static final String TOKEN = "1".repeat(32);
    private static final String MASTER_KEY = "b".repeat(40);

    private static final String ACCOUNT = """
            account: 1
            api_keys: [{name: backend, kind: write, digest: "%s"}, {name: ops, kind: master, digest: "%s"}]
            tokens: [{name: backend, instance: 2, kind: private, digest: "%s"}]
            """;
    private static final String SERVICE = """
            account: 1
            instance: 2
            name: ledger
            event_tables: [shop.web_events]
            identity: {keys: [{name: customer_id}, {name: email}, {name: device}]}
            attributes:
              - {name: events, kind: counter, on: any}
              - {name: total, kind: counter, on: any, increment: amount}
            personalizations:
              - name: all
                offers:
                  - name: account
                    payload: {attributes: {events: {attribute: events}, version: {value: $version}}}
                  - name: news
                    payload: {attributes: {version: {value: $version}}}
                  - name: weather
                    payload: {attributes: {version: {value: $version}}}
            """;

    /** Short lives on a shared machine: without the second compiler, with a small heap. */
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int OK = 200;

    private final Stops stops;
    private final Path logs;
    private final Path definitions;
    private final Disk brokerDisk;
    private final Database database;
    private final int brokerPort = LoopbackPort.free();
    private final int controllerPort = LoopbackPort.free();
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final List<Replica> reactors = new CopyOnWriteArrayList<>();
    private final List<Replica> ingests = new CopyOnWriteArrayList<>();
    private final List<URI> inRotation = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private Part broker;
    private Replica admin;
    private long version = 1;

    private Site(Path directory, Stops stops) throws IOException {
        this.stops = stops;
        this.logs = Files.createDirectories(directory.resolve("logs"));
        this.definitions = Files.createDirectories(directory.resolve("definitions"));
        Files.writeString(
                definitions.resolve("account.yaml"),
                ACCOUNT.formatted(Digest.ofSecret(API_KEY), Digest.ofSecret(MASTER_KEY), Digest.ofSecret(TOKEN)));
        Files.writeString(definitions.resolve("service.yaml"), service(version));
        this.brokerDisk = stops.keep(Disk.mount(directory.resolve("kafka")));
        Disk databaseDisk = stops.keep(Disk.mount(directory.resolve("postgresql")));
        stops.keep(this::keepDatabaseLog);
        this.database = stops.keep(Database.start(databaseDisk, directory.resolve("postgresql-programs")));
        stops.keep(() -> parts.forEach(Part::kill));
        this.broker = launchBroker();
        this.admin = launchAdmin();
    }

    /** Starts one of each on an empty directory, and returns when it decides. It ends with this JVM at the latest. */
    static Site start(Path directory) throws IOException {
        var site = new Site(directory, new Stops());
        site.awaitBroker();
        site.scaleReactors(1);
        site.scaleIngests(1);
        return site;
    }

    // The parts, one by one.

    private Part launchBroker() {
        String numbered = numbered("broker");
        return keep(Part.startBroker(numbered, logFile(numbered), JVM, brokerDisk.path(), brokerPort, controllerPort));
    }

    private Replica launchAdmin() {
        return application(
                "admin",
                "io.p13n.admin.AdminApi",
                Stream.concat(database.settings(), Stream.of("--p13n.admin.definitions=" + definitions)));
    }

    private Replica launchReactor() {
        return application(
                "reactor",
                "io.p13n.reactor.ReactorService",
                Stream.concat(
                        database.settings(),
                        Stream.of("--spring.flyway.url=" + database.server().jdbcUrl())));
    }

    private Replica launchIngest() {
        return application(
                "ingest",
                "io.p13n.ingest.IngestApi",
                Stream.of(
                        "--p13n.ingest.reply.port=" + LoopbackPort.free(),
                        // How long the load balancer's last requests may take to arrive.
                        "--p13n.ingest.drain.notice=1s",
                        // JVMs just started, on a machine shared by all parts and the callers.
                        "--p13n.ingest.personalization.deadline=2s",
                        "--p13n.ingest.in-flight.requests=" + Flood.PLACES,
                        "--spring.autoconfigure.exclude="
                                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                                + "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration,"
                                + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"));
    }

    private Replica application(String name, String main, Stream<String> settings) {
        int http = LoopbackPort.free();
        int management = name.equals("reactor") ? http : LoopbackPort.free();
        var arguments = new ArrayList<>(List.of(
                "--server.port=" + http,
                "--management.server.port=" + management,
                "--spring.kafka.bootstrap-servers=" + bootstrapServers()));
        settings.forEach(arguments::add);
        return new Replica(launch(name, main, arguments), loopback(http), loopback(management));
    }

    private Part launch(String name, String main, List<String> arguments) {
        String numbered = numbered(name);
        return keep(Part.start(numbered, logFile(numbered), JVM, main, arguments));
    }

    private String numbered(String name) {
        return name + "-" + numbers.incrementAndGet();
    }

    private Path logFile(String numbered) {
        return logs.resolve(numbered + ".log");
    }

    private Part keep(Part part) {
        parts.add(part);
        return part;
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    // Reactors.

    List<Replica> reactors() {
        return List.copyOf(reactors);
    }

    /** Starts or stops as many as it takes, and waits until the started ones are ready. */
    void scaleReactors(int wanted) {
        while (reactors.size() > wanted) {
            stop(reactors.remove(reactors.size() - 1));
        }
        while (reactors.size() < wanted) {
            reactors.add(launchReactor());
        }
        reactors.forEach(Replica::awaitReady);
    }

    void killReactor() {
        reactors.remove(0).part().kill();
    }

    /** As a rolling restart does: stops the oldest in order, then starts another. */
    void restartOldestReactor() {
        stop(reactors.remove(0));
        scaleReactors(reactors.size() + 1);
    }

    // Definitions.

    /**
     * Applies a definition whose offers all bear its version.
     *
     * @return that version, once admin-api has answered that it stands
     */
    long applyNextVersion() throws IOException {
        var request = HttpRequest.newBuilder(admin.http().resolve("/accounts/1/services/2/definition"))
                .header("Authorization", "TD1 1/" + MASTER_KEY)
                .header("Content-Type", "application/yaml")
                .header("If-Match", "\"" + version + "\"")
                .timeout(Waiting.PATIENCE)
                .PUT(BodyPublishers.ofString(service(version + 1)))
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new AssertionError("the definition was not applied: " + answer.body());
            }
            return ++version;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static String service(long version) {
        return SERVICE.replace("$version", Long.toString(version));
    }

    // Ingest replicas.

    List<Replica> ingests() {
        return List.copyOf(ingests);
    }

    /** The addresses to which the load balancer sends callers. */
    List<URI> inRotation() {
        return inRotation;
    }

    void scaleIngests(int wanted) {
        while (ingests.size() > wanted) {
            retire(ingests.remove(ingests.size() - 1));
        }
        while (ingests.size() < wanted) {
            ingests.add(launchIngest());
        }
        ingests.forEach(this::takeIntoRotation);
    }

    private void takeIntoRotation(Replica ingest) {
        ingest.awaitReady();
        if (!inRotation.contains(ingest.http())) {
            inRotation.add(ingest.http());
        }
    }

    private void retire(Replica ingest) {
        inRotation.remove(ingest.http());
        stop(ingest);
    }

    void killIngest() {
        Replica killed = ingests.remove(0);
        killed.part().kill();
        inRotation.remove(killed.http());
    }

    void restartOldestIngest() {
        retire(ingests.remove(0));
        scaleIngests(ingests.size() + 1);
    }

    private static void stop(Replica replica) {
        try {
            replica.part().stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    // The broker.

    Part broker() {
        return broker;
    }

    Disk brokerDisk() {
        return brokerDisk;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    void startBroker() {
        broker = launchBroker();
        awaitBroker();
    }

    void awaitBroker() {
        Waiting.until("the broker answers", () -> {
            if (!broker.isAlive()) {
                throw new AssertionError("the broker ended by itself");
            }
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort), 500);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    Admin kafka() {
        return Admin.create(Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "request.timeout.ms",
                "10000",
                "default.api.timeout.ms",
                "20000"));
    }

    Database database() {
        return database;
    }

    // All of it.

    /** The power goes: every process at once, as far as one can. */
    void killEverything() throws IOException {
        inRotation.clear();
        Stream.of(reactors.stream(), ingests.stream(), Stream.of(admin))
                .flatMap(each -> each)
                .map(Replica::part)
                .parallel()
                .forEach(Part::kill);
        broker.kill();
        database.kill();
        reactors.clear();
        ingests.clear();
    }

    /** Starts what {@link #killEverything} has killed, one of each. */
    void startEverything() {
        database.awaitStart();
        startBroker();
        admin = launchAdmin();
        scaleReactors(1);
        scaleIngests(1);
    }

    /** Mends whatever a failed row may have left behind, so that the next one is judged for itself. */
    void mend() {
        database.disk().free();
        brokerDisk.free();
        database.awaitStart();
        parts.stream().filter(Part::isAlive).forEach(Part::resume);
        if (!broker.isAlive()) {
            broker = launchBroker();
        }
        awaitBroker();
        reactors.removeIf(reactor -> !reactor.part().isAlive());
        ingests.stream()
                .filter(ingest -> !ingest.part().isAlive())
                .map(Replica::http)
                .forEach(inRotation::remove);
        ingests.removeIf(ingest -> !ingest.part().isAlive());
        scaleReactors(1);
        scaleIngests(1);
    }

    /** The log of the latest part of a kind, such as {@code reactor}; PostgreSQL's is {@code database}. */
    Optional<Path> log(String kind) {
        if (kind.equals("database")) {
            return Optional.of(database.log());
        }
        return parts.stream()
                .filter(part -> part.name().startsWith(kind))
                .reduce((earlier, later) -> later)
                .map(part -> logFile(part.name()));
    }

    /** Ends every process and keeps the logs. */
    @Override
    public void close() {
        stops.close();
    }

    private void keepDatabaseLog() throws IOException {
        Files.copy(database.log(), logs.resolve("database.log"));
    }
}
