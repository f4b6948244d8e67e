package io.p13n.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.RecordId;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.embedded.EmbeddedBroker;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.failure.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class KafkaEventPublisherTest {

    private static final ServiceId SERVICE = new ServiceId(1, 2);

    @TempDir
    private Path data;

    @Test
    void aFullBufferRefusesAtOnceAndALostBrokerIsNoticed() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, 0)) {
            var connection = new KafkaProperties();
            connection.setBootstrapServers(List.of(broker.bootstrapServers()));
            makeTopic(broker);
            var properties = new PublishProperties(Duration.ofSeconds(20), DataSize.ofKilobytes(16)); // one batch
            var publisher = new KafkaEventPublisher(connection, properties);
            publisher.prepare(SERVICE).get(60, TimeUnit.SECONDS);
            assertThat(outcome(publisher).blockOptional()).isEmpty();
            assertThat(publisher.health().getStatus()).isEqualTo(Status.UP);

            List<Refusal> refusals = Flux.merge(IntStream.range(0, 100)
                            .mapToObj(each -> outcome(publisher))
                            .toList())
                    .collectList()
                    .block();

            assertThat(refusals).isNotEmpty().hasSizeLessThan(100).containsOnly(Refusal.LOG_REFUSES);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> outcome(publisher).blockOptional(), Optional::isEmpty);

            broker.stop();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> publisher.health().getStatus().equals(Status.DOWN));
            broker.restart();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> publisher.health().getStatus().equals(Status.UP));
            publisher.destroy();
        }
    }

    @Test
    void whoWasNeverConnectedSaysThatNothingIsStored() {
        var connection = new KafkaProperties();
        connection.setBootstrapServers(List.of("127.0.0.1:1"));
        var publisher = new KafkaEventPublisher(
                connection, new PublishProperties(Duration.ofSeconds(20), DataSize.ofMegabytes(4)));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> publish(publisher).block())
                .withMessageContaining("not stored")
                .extracting(Refused::refusal)
                .isEqualTo(Refusal.LOG_UNREACHABLE);
        publisher.destroy();
    }

    /** Why an event of 10 KB was refused; empty if the log took it. */
    private static Mono<Refusal> outcome(EventPublisher publisher) {
        return publish(publisher)
                .then(Mono.<Refusal>empty())
                .onErrorResume(Refused.class, refused -> Mono.just(refused.refusal()));
    }

    private static Mono<Void> publish(EventPublisher publisher) {
        var headers = new EventHeaders(
                RecordId.next(), Instant.now(), null, "shop.orders", "k", "t", CallerKind.PRIVATE, 1, "r", null, null);
        return publisher.publish(SERVICE, "1/2/x", headers, new byte[10_000]);
    }

    private static void makeTopic(EmbeddedBroker broker) throws Exception {
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            kafka.createTopics(List.of(new NewTopic(Topics.events(SERVICE), 1, (short) 1)))
                    .all()
                    .get();
        }
    }
}
