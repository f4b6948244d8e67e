package io.p13n.story;

import io.p13n.container.Application;
import io.p13n.container.Control;
import io.p13n.container.Image;
import io.p13n.container.Installation;
import io.p13n.container.Stops;
import io.p13n.standalone.Port;
import io.p13n.standalone.SampleSetup;
import io.p13n.standalone.sample.SampleCustomers;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** Our images as containers: two replicas each of ingest-api and reactor-service, and admin-api. */
final class ContainerParts implements Parts {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String COLLECTOR = "traces";

    private final Stops stops;
    private final Properties secrets;
    private final Installation installation;
    private final Control collector;
    private final Application admin;
    private final List<Application> reactors;
    private final List<Application> ingests;
    private final AtomicInteger calls = new AtomicInteger();

    private ContainerParts(Path directory, Stops stops) throws IOException {
        this.stops = stops;
        this.secrets = secretsIn(directory);
        this.installation = stops.keep(Installation.start());
        Path definitions = directory.resolve("definitions");
        String erasureSecret = "--p13n.erasure.secret=" + secret("erasure_secret");
        this.collector = installation.startBeside(COLLECTOR, TraceCollector.class);
        this.admin = start(
                Image.ADMIN_API,
                "admin",
                List.of("--p13n.admin.definitions=" + definitions, erasureSecret),
                definitions);
        this.reactors = twice(Image.REACTOR_SERVICE, "reactor", erasureSecret);
        // JVMs just started, on a machine that all containers share.
        this.ingests = twice(Image.INGEST_API, "ingest", "--p13n.ingest.personalization.deadline=5s");
    }

    static ContainerParts start() {
        var stops = new Stops();
        try {
            Path directory = Files.createTempDirectory("p13n-containers");
            stops.keep(() -> FileSystemUtils.deleteRecursively(directory));
            SampleSetup.main("secrets", directory.toString());
            var parts = new ContainerParts(directory, stops);
            parts.awaitReady();
            try (var database = parts.database()) {
                SampleCustomers.loadInto(database);
            }
            return parts;
        } catch (IOException | SQLException | RuntimeException | Error failure) {
            stops.close();
            throw new IllegalStateException("the containers did not start", failure);
        }
    }

    private static Properties secretsIn(Path directory) throws IOException {
        var secrets = new Properties();
        try (var file = Files.newBufferedReader(directory.resolve("secrets.properties"))) {
            secrets.load(file);
        }
        return secrets;
    }

    private List<Application> twice(Image image, String name, String setting) {
        return Stream.of("-1", "-2")
                .map(number -> start(image, name + number, List.of(setting)))
                .toList();
    }

    private Application start(Image image, String name, List<String> settings, Path... readable) {
        Stream<String> tracing = TraceCollector.settings(COLLECTOR, TraceCollector.PORT).entrySet().stream()
                .map(each -> "--%s=%s".formatted(each.getKey(), each.getValue()));
        return installation.start(
                image, name, Stream.concat(settings.stream(), tracing).toList(), readable);
    }

    private void awaitReady() {
        Stream.of(List.of(admin), reactors, ingests)
                .flatMap(List::stream)
                .forEach(each -> Awaitility.await(each.management() + " is ready")
                        .atMost(PATIENCE)
                        .until(() -> isReady(each)));
    }

    private static boolean isReady(Application application) throws IOException {
        if (!application.control().isRunning()) {
            throw new IllegalStateException(
                    "an application ended by itself:\n" + application.control().log());
        }
        var connection = (HttpURLConnection) application
                .management()
                .resolve("/actuator/health/readiness")
                .toURL()
                .openConnection();
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    private String secret(String name) {
        return secrets.getProperty(name);
    }

    /** One replica's, then the other's, as behind a load balancer. */
    @Override
    public URI http() {
        return ingests.get(calls.getAndIncrement() % ingests.size()).http();
    }

    @Override
    public URI admin() {
        return admin.http();
    }

    /** The shop itself runs nowhere; its address is that of the sample's account document. */
    @Override
    public Website page() {
        String shop = "http://localhost:" + Port.SHOP.usual();
        return new Website(http(), secret("page_key"), secret("public_token"), shop);
    }

    @Override
    public String apiKey() {
        return secret("write_key");
    }

    @Override
    public String privateToken() {
        return secret("private_token");
    }

    @Override
    public String masterKey() {
        return secret("master_key");
    }

    @Override
    public Map<String, List<URI>> management() {
        return Map.of(
                "ingest-api", ingests.stream().map(Application::management).toList(),
                "reactor-service",
                        reactors.stream().map(Application::management).toList(),
                "admin-api", List.of(admin.management()));
    }

    @Override
    public List<String> traces() {
        return TraceCollector.read(collector.log());
    }

    Installation installation() {
        return installation;
    }

    /** All that must not be seen anywhere. */
    List<String> secrets() {
        return Stream.concat(
                        installation.secrets().stream(),
                        secrets.stringPropertyNames().stream().map(this::secret))
                .toList();
    }

    @Override
    public Connection database() throws SQLException {
        return installation.connect();
    }

    @Override
    public void close() {
        stops.close();
    }
}
