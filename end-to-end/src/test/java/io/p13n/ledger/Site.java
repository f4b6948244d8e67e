package io.p13n.ledger;

import io.p13n.container.Installation;
import io.p13n.container.Stops;
import io.p13n.ledger.Database.Link;
import io.p13n.offer.definition.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * The system under fire: PostgreSQL, a broker, admin-api, and some replicas of ingest-api and reactor-service, each a
 * process or a container of its own. Callers reach those ingest replicas that are ready, as behind a load balancer.
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

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int OK = 200;

    /** How long an ingest replica that is told to stop is still sent requests, and how long it waits for the last ones. */
    private static final Duration UNTIL_CALLERS_HEAR = Duration.ofMillis(500);

    private static final Duration DRAIN_NOTICE = Duration.ofSeconds(2);

    private final Stops stops = new Stops();
    private final Host host;
    private final Path definitions;
    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final List<Replica> reactors = new CopyOnWriteArrayList<>();
    private final List<Replica> ingests = new CopyOnWriteArrayList<>();
    private final List<URI> inRotation = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private Part broker;
    private volatile Replica admin;
    private long version = 1;

    private Site(Path directory) throws IOException {
        this.definitions = Files.createDirectories(directory.resolve("definitions"));
        Files.writeString(
                definitions.resolve("account.yaml"),
                ACCOUNT.formatted(Digest.ofSecret(API_KEY), Digest.ofSecret(MASTER_KEY), Digest.ofSecret(TOKEN)));
        Files.writeString(definitions.resolve("service.yaml"), service(version));
        Path logs = Files.createDirectories(directory.resolve("logs"));
        this.host = Installation.isWanted()
                ? stops.keep(new ContainerHost(definitions, logs))
                : new ProcessHost(directory, logs, stops);
        this.broker = launchBroker();
        this.admin = launchAdmin();
    }

    /** Starts one of each on an empty directory, and returns when it decides. It ends with this JVM at the latest. */
    static Site start(Path directory) throws IOException {
        var site = new Site(directory);
        site.awaitBroker();
        site.scaleReactors(1);
        site.scaleIngests(1);
        return site;
    }

    // The parts, one by one.

    private Part launchBroker() {
        return keep(host.startBroker(numbered("broker")));
    }

    private Replica launchAdmin() {
        return launch(Application.ADMIN, "--p13n.admin.definitions=" + definitions);
    }

    private Replica launchReactor() {
        return launch(Application.REACTOR);
    }

    private Replica launchIngest() {
        return launch(
                Application.INGEST,
                "--p13n.ingest.drain.notice=" + DRAIN_NOTICE.toMillis() + "ms",
                // JVMs just started, on a machine shared by all parts and the callers.
                "--p13n.ingest.personalization.deadline=2s",
                "--p13n.ingest.in-flight.requests=" + Flood.PLACES);
    }

    private Replica launch(Application application, String... settings) {
        Replica replica = host.start(application, numbered(application.kind()), List.of(settings));
        keep(replica.part());
        return replica;
    }

    private String numbered(String kind) {
        return kind + "-" + numbers.incrementAndGet();
    }

    private Part keep(Part part) {
        parts.add(part);
        return part;
    }

    // Reactors.

    List<Replica> reactors() {
        return List.copyOf(reactors);
    }

    /** Starts or stops as many as it takes, and waits until the started ones are ready. */
    void scaleReactors(int wanted) {
        while (reactors.size() > wanted) {
            reactors.remove(reactors.size() - 1).part().stop();
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
        reactors.remove(0).part().stop();
        scaleReactors(reactors.size() + 1);
    }

    // Admin replicas.

    /**
     * As a rolling update does: starts another and, when it is ready, sends operators there.
     *
     * @return the one before, which serves whoever is still with it
     */
    Replica replaceAdmin() {
        Replica before = admin;
        Replica next = launchAdmin();
        next.awaitReady();
        admin = next;
        return before;
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

    /** As Kubernetes does it: callers come for a while longer after it was told to stop. */
    private void retire(Replica ingest) {
        var stopping = CompletableFuture.runAsync(() -> ingest.part().stop());
        Waiting.lasting(UNTIL_CALLERS_HEAR);
        inRotation.remove(ingest.http());
        stopping.join();
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

    // The broker.

    Part broker() {
        return broker;
    }

    Disk brokerDisk() {
        return host.brokerDisk();
    }

    String bootstrapServers() {
        return host.bootstrapServers();
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
            try (Admin kafka = kafka()) {
                return !kafka.describeCluster().nodes().get().isEmpty();
            } catch (ExecutionException notYet) {
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
        return host.database();
    }

    // All of it.

    /** The power goes: every process at once, as far as one can. */
    void killEverything() {
        inRotation.clear();
        Stream.of(reactors.stream(), ingests.stream(), Stream.of(admin))
                .flatMap(each -> each)
                .map(Replica::part)
                .parallel()
                .forEach(Part::kill);
        broker.kill();
        host.database().kill();
        reactors.clear();
        ingests.clear();
    }

    /** Starts what {@link #killEverything} has killed, one of each. */
    void startEverything() {
        host.database().awaitStart();
        startBroker();
        admin = launchAdmin();
        scaleReactors(1);
        scaleIngests(1);
    }

    /** Mends whatever a failed row may have left behind, so that the next one is judged for itself. */
    void mend() {
        host.database().disk().free();
        host.database().link().ifPresent(Link::mend);
        host.brokerDisk().free();
        host.database().awaitStart();
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
            return Optional.of(host.database().log());
        }
        return parts.stream()
                .filter(part -> part.name().startsWith(kind))
                .reduce((earlier, later) -> later)
                .map(host::log);
    }

    /** Ends every part and keeps the logs. */
    @Override
    public void close() {
        stops.close();
    }
}
