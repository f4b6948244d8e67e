package io.p13n.standalone;

import io.p13n.embedded.EmbeddedBroker;
import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.embedded.SelfSignedCertificate;
import io.p13n.embedded.StartFailed;
import io.p13n.standalone.sample.SampleCustomers;
import io.p13n.standalone.sample.SampleDefinitions;
import io.p13n.standalone.sample.SampleShop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole system, running in this JVM, until it is closed. */
public final class Standalone implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    private final StandaloneOptions options;
    private final Secrets secrets;
    private final EmbeddedDatabase database;
    private final EmbeddedBroker broker;
    private final Stops stops;

    private Standalone(
            StandaloneOptions options, Secrets secrets, EmbeddedDatabase database, EmbeddedBroker broker, Stops stops) {
        this.options = options;
        this.secrets = secrets;
        this.database = database;
        this.broker = broker;
        this.stops = stops;
    }

    /** Runs it in the foreground until Ctrl-C; ends with 1 if it can't start. */
    public static void main(String... arguments) {
        int status = new Foreground().run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Starts everything and returns when it takes events.
     *
     * @throws StartFailed if anything does not start; then nothing is left running
     */
    public static Standalone start(StandaloneOptions options) {
        var stops = new Stops();
        try {
            return start(options, stops);
        } catch (IOException | SQLException failed) {
            stops.close();
            throw new StartFailed(
                    "The sample can't be set up in %s (%s): mend that and start again."
                            .formatted(options.data(), failed.getMessage()),
                    failed);
        } catch (RuntimeException failed) {
            stops.close();
            throw failed;
        }
    }

    private static Standalone start(StandaloneOptions options, Stops stops) throws IOException, SQLException {
        var directory = stops.keepQuietly(DataDirectory.open(options.data()));
        var secrets = Secrets.in(directory.secrets());
        SampleDefinitions.writeTo(
                directory.definitions(), secrets.callers(), options.ports().of(Port.SHOP));
        var certificate = SelfSignedCertificate.in(directory.tls());
        if (EmbeddedDatabase.stopOrphan(directory.postgresql())) {
            log.info("stopped the PostgreSQL that a killed start had left running");
        }
        options.ports().requireFree();

        log.info("starting PostgreSQL");
        var database = stops.keep(
                "PostgreSQL",
                EmbeddedDatabase.start(
                        directory.postgresql(), options.ports().of(Port.POSTGRESQL), secrets.databasePassword()));
        log.info("starting Kafka");
        var broker = stops.keep(
                "Kafka",
                EmbeddedBroker.start(
                        directory.kafka(),
                        options.ports().of(Port.KAFKA),
                        options.ports().of(Port.KAFKA_CONTROLLER)));
        var applications = stops.keepQuietly(new Applications(
                new Wiring(options, directory.definitions(), certificate, broker, database, secrets.erasureSecret())));
        applications.start();
        loadSample(directory, database);
        new Readiness(options.ports()).await();
        stops.keepQuietly(SampleShop.open(
                options.ports().of(Port.SHOP), directory.shop(), shopSettings(options.ports(), secrets)));
        return new Standalone(options, secrets, database, broker, stops);
    }

    private static SampleShop.Settings shopSettings(Ports ports, Secrets secrets) {
        return new SampleShop.Settings(
                "127.0.0.1:" + ports.of(Port.HTTPS), secrets.pageKey(), "1/2/" + secrets.publicToken());
    }

    /** Once: what is deleted afterwards stays deleted. */
    private static void loadSample(DataDirectory directory, EmbeddedDatabase database)
            throws IOException, SQLException {
        if (Files.exists(directory.sampleLoaded())) {
            return;
        }
        log.info("loading the sample's customers");
        try (Connection connection = database.connect()) {
            SampleCustomers.loadInto(connection);
        }
        Files.createFile(directory.sampleLoaded());
    }

    public StandaloneOptions options() {
        return options;
    }

    public Secrets secrets() {
        return secrets;
    }

    public EmbeddedDatabase database() {
        return database;
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    /** Where one of the HTTP ports is. */
    public URI at(Port port) {
        String scheme = port == Port.HTTPS ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + options.ports().of(port));
    }

    /** Stops everything in order: requests are finished, what is acknowledged is kept. */
    @Override
    public void close() {
        stops.close();
    }
}
