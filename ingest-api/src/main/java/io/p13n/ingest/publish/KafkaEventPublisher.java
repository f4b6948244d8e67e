package io.p13n.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.failure.Refused;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Publishes to Kafka with {@code acks=all} and an idempotent producer.
 *
 * <p>It is called on event loops, so it must never wait: {@code max.block.ms} is 0, and what the producer would wait for
 * (a topic's metadata) is fetched beforehand and kept warm. Without it, as when no broker was ever reached, an event is
 * refused at once.
 */
@Component("logHealthIndicator")
class KafkaEventPublisher implements EventPublisher, HealthIndicator, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(KafkaEventPublisher.class);

    /** Well within the five minutes after which the producer forgets a topic that it does not use. */
    private static final Duration WARMTH = Duration.ofMinutes(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final Disposable warming;

    KafkaEventPublisher(KafkaProperties connection, PublishProperties properties) {
        this.producer = new KafkaProducer<>(configuration(connection, properties));
        this.warming = Flux.interval(WARMTH)
                .onBackpressureDrop()
                .concatMap(tick -> Flux.fromIterable(topics).concatMap(this::fetchMetadata))
                .subscribe();
    }

    private static Map<String, Object> configuration(KafkaProperties connection, PublishProperties properties) {
        int timeout = Math.toIntExact(properties.timeout().toMillis());
        var configuration = new HashMap<>(connection.buildProducerProperties());
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        configuration.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG, properties.memory().toBytes());
        return configuration;
    }

    @Override
    public CompletableFuture<Void> prepare(ServiceId service) {
        String topic = Topics.events(service);
        return topics.add(topic) ? fetchMetadata(topic).toFuture() : CompletableFuture.completedFuture(null);
    }

    private Mono<Void> fetchMetadata(String topic) {
        return Mono.fromCallable(() -> producer.partitionsFor(topic))
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(100)))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells the same
    public Mono<Void> publish(ServiceId service, String key, EventHeaders headers, byte[] body) {
        return Mono.create(sink -> {
            var event = new ProducerRecord<>(Topics.events(service), key.getBytes(UTF_8), body);
            headers.writeTo(event.headers());
            producer.send(event, (place, failure) -> {
                if (failure == null) {
                    sink.success();
                } else {
                    sink.error(refused(place, failure));
                }
            });
        });
    }

    private static Refused refused(RecordMetadata place, Exception failure) {
        if (failure instanceof BufferExhaustedException) {
            return Refusal.LOG_REFUSES.because("the event log takes no more at the moment; try again");
        }
        log.warn("an event was not acknowledged: {}", failure.toString());
        if (place.partition() == RecordMetadata.UNKNOWN_PARTITION) {
            return Refusal.LOG_UNREACHABLE.because(
                    "the event log can't be reached, so the event is not stored; try again");
        }
        return Refusal.LOG_UNREACHABLE.because("the event log did not acknowledge the event in time; it may or may not"
                + " be stored. Retry only with the same uuid in both requests");
    }

    /** Up while a broker is connected: the producer never stops trying, and it uses a connection each five minutes. */
    @Override
    public Health health() {
        boolean connected = producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count"))
                .anyMatch(metric -> ((Number) metric.metricValue()).doubleValue() > 0);
        return connected
                ? Health.up().build()
                : Health.down().withDetail("reason", "no broker is connected").build();
    }

    @Override
    public void destroy() {
        warming.dispose();
        producer.close();
    }
}
