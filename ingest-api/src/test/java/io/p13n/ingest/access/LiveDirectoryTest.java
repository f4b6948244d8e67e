package io.p13n.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.embedded.EmbeddedBroker;
import io.p13n.ingest.publish.EventPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import reactor.core.publisher.Mono;

class LiveDirectoryTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    /** Else the first events of a replica that was just started are refused. */
    @Test
    void aReplicaIsNotReadyBeforeItsLogIs() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, 0)) {
            publish(broker, "{account: 1, api_keys: []}");
            var connection = new KafkaProperties();
            connection.setBootstrapServers(List.of(broker.bootstrapServers()));
            var log = new SlowLog();
            var directory = new LiveDirectory(connection, log);
            directory.start();
            try {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(directory.health().getDetails())
                                .containsEntry("reason", "looking up the topics of events"));

                log.prepared.complete(null);

                assertThat(directory.health().getStatus()).isEqualTo(Status.UP);
            } finally {
                directory.stop();
            }
        }
    }

    private static void publish(EmbeddedBroker broker, String account) throws Exception {
        Map<String, Object> connection = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin kafka = Admin.create(connection);
                var producer = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
            kafka.createTopics(List.of(new NewTopic(Topics.DEFINITIONS, 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new PublishedDefinition(new DefinitionKey.Account(1), 1, false, account).toRecord())
                    .get();
        }
    }

    /** A log that is ready when the test says so. */
    private static final class SlowLog implements EventPublisher {

        private final CompletableFuture<Void> prepared = new CompletableFuture<>();

        @Override
        public CompletableFuture<Void> prepare(ServiceId service) {
            return prepared;
        }

        @Override
        public Mono<Void> publish(ServiceId service, String key, EventHeaders headers, byte[] body) {
            return Mono.error(new AssertionError("nothing is published here"));
        }
    }
}
