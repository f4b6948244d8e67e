package io.p13n.reactor.deadletter;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import jakarta.annotation.PreDestroy;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The topics of records that can't be processed. A letter is keyed by the origin of its record (topic id, partition,
 * offset), so when a batch is tried again its letters replace themselves.
 */
@Component
public class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

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
     * Produces the letters.
     *
     * @return their origins, when the log has acknowledged all of them
     */
    public Mono<List<String>> produce(ServiceId service, List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return Mono.just(List.of());
        }
        // Asked each time, for they are rare: a topic that was made anew has another id.
        return Mono.fromCallable(() -> topicId(Topics.events(service)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapMany(topicId -> Flux.fromIterable(letters)
                        .concatMap(letter -> produce(service, origin(topicId, letter), letter)))
                .collectList();
    }

    private static String origin(UUID topicId, DeadLetter letter) {
        String first = DeadLetterRecord.originIn(letter.origin().headers());
        return first == null ? DeadLetterRecord.origin(topicId, letter.origin()) : first;
    }

    private Mono<String> produce(ServiceId service, String origin, DeadLetter letter) {
        log.error("dead letter {} of service {}: {}", origin, service, letter.reason());
        return send(DeadLetterRecord.about(letter.origin(), Topics.deadLetters(service), origin, letter.reason()))
                .thenReturn(origin);
    }

    /** Takes letters away that have been settled. Whatever fails here only leaves a letter that counts for nothing. */
    public Mono<Void> withdraw(ServiceId service, Collection<String> origins) {
        return Flux.fromIterable(origins)
                .concatMap(origin -> send(DeadLetterRecord.without(Topics.deadLetters(service), origin)))
                .then()
                .doOnError(failure ->
                        log.warn("settled letters of service {} stay in their topic: {}", service, failure.toString()))
                .onErrorComplete();
    }

    /** A producer may wait for metadata or memory, which an event loop must not. */
    private Mono<Void> send(ProducerRecord<byte[], byte[]> letter) {
        return Mono.fromFuture(() -> kafka.send(letter))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
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
