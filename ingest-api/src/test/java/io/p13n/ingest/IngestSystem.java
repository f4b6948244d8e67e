package io.p13n.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.embedded.EmbeddedBroker;
import io.p13n.embedded.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** An ingest replica between a real broker and a stand-in reactor; one for all test classes of this JVM. */
final class IngestSystem implements BeforeAllCallback {

    static final String NO_OFFERS = "{\"offers\":{}}";

    @SuppressWarnings("NullAway.Init")
    private static Running running;

    /** A running replica. */
    record Replica(ConfigurableApplicationContext context, int port, int management) implements AutoCloseable {

        HttpResponse<String> managed(String path) throws IOException, InterruptedException {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                                    .build(),
                            BodyHandlers.ofString());
        }

        /** The value of the metric whose line begins so; 0 if there is none. */
        double metric(String line) throws IOException, InterruptedException {
            return managed("/actuator/prometheus")
                    .body()
                    .lines()
                    .filter(each -> each.startsWith(line))
                    .mapToDouble(each -> Double.parseDouble(each.substring(each.lastIndexOf(' ') + 1)))
                    .sum();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private record Running(Path data, EmbeddedBroker broker, FakeReactor reactor, Replica replica)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            replica.close();
            reactor.close();
            broker.close();
            FileSystemUtils.deleteRecursively(data);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(Running.class, first -> begin(), Running.class);
    }

    int port() {
        return running.replica().port();
    }

    Replica replica() {
        return running.replica();
    }

    FakeReactor reactor() {
        return running.reactor();
    }

    /** What was published of the request; waits for it. */
    ConsumerRecord<byte[], byte[]> published(Call call) {
        return await().atMost(Duration.ofSeconds(10))
                .until(() -> seen(call).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** What has been published of the request so far. */
    List<ConsumerRecord<byte[], byte[]>> seen(Call call) {
        return reactor().seen().stream()
                .filter(event -> EventHeaders.read(event.headers()).requestId().equals(call.requestId()))
                .toList();
    }

    /** As admin does. */
    void publish(PublishedDefinition definition) throws Exception {
        publish(definition, running.broker());
    }

    /** Another replica, with settings of its own. */
    Replica another(String... settings) {
        return replica(IngestApi.application(), running.broker(), settings);
    }

    /** Another replica, with a log that says what it is told to. */
    Replica withScriptedLog() {
        return replica(IngestApi.application().sources(ScriptedLog.class), running.broker());
    }

    private static Running begin() {
        try {
            Path data = Files.createTempDirectory("p13n-ingest");
            EmbeddedBroker broker = EmbeddedBroker.start(data, 0, 0);
            define(broker);
            var reactor = new FakeReactor(
                    broker.bootstrapServers(),
                    List.of(
                            new TopicPartition(Topics.events(Secrets.SERVICE), 0),
                            new TopicPartition(Topics.events(Secrets.SERVICE), 1),
                            new TopicPartition(Topics.events(Secrets.NO_SERVICE), 0)));
            return new Running(
                    data,
                    broker,
                    reactor,
                    replica(IngestApi.application(), broker, "--p13n.ingest.proxies=127.0.0.0/8,10.7.7.7"));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void define(EmbeddedBroker broker) throws Exception {
        Map<String, Object> connection = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (Admin kafka = Admin.create(connection)) {
            kafka.createTopics(List.of(
                            new NewTopic(Topics.DEFINITIONS, 1, (short) 1),
                            new NewTopic(Topics.events(Secrets.SERVICE), 2, (short) 1),
                            new NewTopic(Topics.events(Secrets.NO_SERVICE), 1, (short) 1),
                            new NewTopic(Topics.events(ServiceId.none(7)), 1, (short) 1)))
                    .all()
                    .get();
        }
        for (PublishedDefinition definition : Secrets.definitions()) {
            publish(definition, broker);
        }
    }

    private static void publish(PublishedDefinition definition, EmbeddedBroker broker) throws Exception {
        Map<String, Object> connection = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(definition.toRecord()).get();
        }
    }

    private static Replica replica(SpringApplicationBuilder application, EmbeddedBroker broker, String... settings) {
        int port = LoopbackPort.free();
        int management = LoopbackPort.free();
        var arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--management.server.port=" + management,
                "--p13n.ingest.reply.port=" + LoopbackPort.free(),
                "--p13n.ingest.personalization.max-body=4KB",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers()));
        arguments.addAll(List.of(settings));
        application.properties("p13n.ingest.drain.notice=0s"); // unless the settings say otherwise
        var replica = new Replica(application.run(arguments.toArray(String[]::new)), port, management);
        // The first events may come before the topic's metadata are there; 202 too says that the log has one.
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            assertThat(replica.managed("/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
            assertThat(Call.fromServer().with("Prefer", "wait=0").send(port).statusCode())
                    .isEqualTo(202);
        });
        return replica;
    }
}
