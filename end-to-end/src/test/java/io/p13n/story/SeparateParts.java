package io.p13n.story;

import io.p13n.admin.AdminApi;
import io.p13n.embedded.EmbeddedBroker;
import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.embedded.LoopbackPort;
import io.p13n.ingest.IngestApi;
import io.p13n.offer.definition.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A system whose reactor is a process of its own, so that it can be killed. */
final class SeparateParts implements Parts {

    private static final String API_KEY = "a".repeat(40);
    private static final String TOKEN = "1".repeat(32);
    private static final String ACCOUNT = """
            account: 1
            api_keys: [{name: backend, kind: write, digest: "%s"}]
            tokens: [{name: backend, instance: 2, kind: private, digest: "%s"}]
            """;
    private static final String SERVICE = """
            account: 1
            instance: 2
            name: killed
            event_tables: [shop.web_events]
            identity: {keys: [{name: email}]}
            key_events:
              - {name: page_view, table: shop.web_events, when: 'event.event_name == "page_view"'}
            attributes: [{name: all_views, kind: counter, on: page_view}]
            """;

    private final EmbeddedDatabase database;
    private final EmbeddedBroker broker;
    private final Path log;
    private final int http = LoopbackPort.free();
    private final ConfigurableApplicationContext admin;
    private final ConfigurableApplicationContext ingest;
    private Process reactor;

    private SeparateParts(Path data) throws IOException {
        Path definitions = Files.createDirectory(data.resolve("definitions"));
        Files.writeString(
                definitions.resolve("account.yaml"),
                ACCOUNT.formatted(Digest.ofSecret(API_KEY), Digest.ofSecret(TOKEN)));
        Files.writeString(definitions.resolve("service.yaml"), SERVICE);
        this.log = data.resolve("reactor.log");
        this.database = EmbeddedDatabase.start(data.resolve("postgresql"), 0, "story");
        this.broker = EmbeddedBroker.start(data.resolve("kafka"), 0, 0);
        this.reactor = forkReactor();
        this.admin = run(
                AdminApi.application(),
                Stream.concat(
                        databaseSettings(),
                        Stream.of(
                                "--server.port=" + LoopbackPort.free(),
                                "--management.server.port=" + LoopbackPort.free(),
                                "--p13n.admin.definitions=" + definitions)));
        this.ingest = run(
                IngestApi.application(),
                Stream.of(
                        "--server.port=" + http,
                        "--management.server.port=" + LoopbackPort.free(),
                        "--p13n.ingest.reply.port=" + LoopbackPort.free(),
                        "--p13n.ingest.drain.notice=0s",
                        "--spring.autoconfigure.exclude="
                                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                                + "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration"));
    }

    static SeparateParts start(Path data) {
        try {
            return new SeparateParts(data);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private ConfigurableApplicationContext run(SpringApplicationBuilder application, Stream<String> settings) {
        return application.run(
                Stream.concat(settings, Stream.of("--spring.kafka.bootstrap-servers=" + broker.bootstrapServers()))
                        .toArray(String[]::new));
    }

    private Stream<String> databaseSettings() {
        return Stream.of(
                "--spring.r2dbc.url=" + database.r2dbcUrl(),
                "--spring.r2dbc.username=" + database.username(),
                "--spring.r2dbc.password=" + database.password());
    }

    private Process forkReactor() throws IOException {
        List<String> command = Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.p13n.reactor.ReactorService",
                                "--server.port=" + LoopbackPort.free(),
                                "--spring.flyway.url=" + database.jdbcUrl(),
                                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers()),
                        databaseSettings())
                .flatMap(part -> part)
                .toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    void startReactor() throws IOException {
        reactor = forkReactor();
    }

    /** As {@code kill -9} does. */
    void killReactor() throws InterruptedException {
        reactor.destroyForcibly().waitFor();
    }

    @Override
    public URI http() {
        return URI.create("http://127.0.0.1:" + http);
    }

    @Override
    public String apiKey() {
        return API_KEY;
    }

    @Override
    public String privateToken() {
        return TOKEN;
    }

    @Override
    public Connection database() throws SQLException {
        return database.connect();
    }

    @Override
    public void close() {
        ingest.close();
        admin.close();
        reactor.destroy();
        broker.close();
        database.close();
    }
}
