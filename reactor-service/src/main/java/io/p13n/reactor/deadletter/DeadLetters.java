package io.p13n.reactor.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import jakarta.annotation.PreDestroy;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The topics of records that can't be processed. A letter is keyed by the record's origin (topic, partition, offset),
 * so when a batch is tried again its letters replace themselves.
 */
@Component
public class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final String REASON = "p13n.reason";

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;

    DeadLetters(KafkaProperties connection) {
        this.producers = new DefaultKafkaProducerFactory<>(
                connection.buildProducerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
        this.kafka = new KafkaTemplate<>(producers);
    }

    /** Produces the letters; completes when the log has acknowledged all of them. */
    public Mono<Void> produce(ServiceId service, List<DeadLetter> letters) {
        return Flux.fromIterable(letters)
                .flatMap(letter -> produce(service, letter))
                .then();
    }

    private Mono<Void> produce(ServiceId service, DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> origin = letter.origin();
        String place = origin.topic() + "-" + origin.partition() + "@" + origin.offset();
        log.error("dead letter {}: {}", place, letter.reason());
        var dead = new ProducerRecord<>(
                Topics.deadLetters(service), null, place.getBytes(UTF_8), origin.value(), origin.headers());
        dead.headers().remove(REASON).add(REASON, letter.reason().getBytes(UTF_8));
        // A producer may wait for metadata or memory, which an event loop must not.
        return Mono.fromFuture(() -> kafka.send(dead))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    @PreDestroy
    void close() {
        producers.destroy();
    }
}
