package io.p13n.admin.publication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Publishes what an operator asked for, seldom: so each time with a producer of its own. */
@Component
public final class RecordPublisher {

    private static final int TIMEOUT_MILLIS = 15_000;

    private final Map<String, Object> configuration;

    RecordPublisher(ProducerFactory<?, ?> producers) {
        this.configuration = new HashMap<>(producers.getConfigurationProperties());
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DefinitionPublisher.MOST_BYTES);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) TIMEOUT_MILLIS);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 3);
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    }

    /** Completes when the log has acknowledged all of them; else fails with a {@link KafkaException}. */
    public Mono<Void> publish(List<ProducerRecord<byte[], byte[]>> records) {
        return records.isEmpty()
                ? Mono.empty()
                : Mono.<Void>fromRunnable(() -> send(records)).subscribeOn(Schedulers.boundedElastic());
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        var producer = new KafkaProducer<byte[], byte[]>(configuration);
        try {
            List<Future<?>> sent = new ArrayList<>(records.size());
            records.forEach(each -> sent.add(producer.send(each)));
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException refused) {
            throw new KafkaException("the log did not take all records", refused.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while publishing", ended);
        } finally {
            producer.close(Duration.ofMillis(TIMEOUT_MILLIS));
        }
    }
}
