package io.p13n.reactor.deadletter;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.reactor.sql.Reason;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * The topics of records that can't be processed. A letter is keyed by the origin of its record (topic id, partition,
 * offset), so when a batch is tried again its letters replace themselves.
 */
@Component
public class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    /** For so long a batch waits for the log to take a letter; then it is tried anew as a whole. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final KafkaAdmin admin;

    DeadLetters(KafkaProperties connection, KafkaAdmin admin) {
        this.producers = new DefaultKafkaProducerFactory<>(
                connection.buildProducerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
        this.kafka = new KafkaTemplate<>(producers);
        this.admin = admin;
    }

    /**
     * Produces the letters; returns when the log has acknowledged all of them.
     *
     * @return their origins
     */
    public List<String> produce(ServiceId service, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return List.of();
        }
        // Asked each time, for they are rare: a topic that was made anew has another id.
        UUID topicId = topicId(Topics.events(service));
        return letters.stream()
                .map(letter -> produce(service, origin(topicId, letter), letter))
                .toList();
    }

    private static String origin(UUID topicId, DeadLetter letter) {
        String first = DeadLetterRecord.originIn(letter.origin().headers());
        return first == null ? DeadLetterRecord.origin(topicId, letter.origin()) : first;
    }

    private String produce(ServiceId service, String origin, DeadLetter letter) {
        log.error("dead letter {} of service {}: {}", origin, service, letter.reason());
        send(DeadLetterRecord.about(letter.origin(), Topics.deadLetters(service), origin, letter.reason()));
        return origin;
    }

    /** Takes letters away that have been settled. Whatever fails here only leaves a letter that counts for nothing. */
    public void withdraw(ServiceId service, Collection<String> origins) {
        try {
            origins.forEach(origin -> send(DeadLetterRecord.without(Topics.deadLetters(service), origin)));
        } catch (RuntimeException failure) {
            log.warn("settled letters of service {} stay in their topic: {}", service, Reason.of(failure));
        }
    }

    private void send(ProducerRecord<byte[], byte[]> letter) {
        try {
            kafka.send(letter).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaException("a dead letter is not acknowledged", failure);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", hurried);
        }
    }

    private UUID topicId(String topic) {
        Uuid id = Objects.requireNonNull(admin.describeTopics(topic).get(topic)).topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    @PreDestroy
    void close() {
        producers.destroy();
    }
}
