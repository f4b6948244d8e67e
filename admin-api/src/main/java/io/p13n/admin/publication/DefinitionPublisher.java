package io.p13n.admin.publication;

import io.p13n.admin.definition.DefinitionStore;
import io.p13n.contract.PublishedDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Publishes what the database holds.
 *
 * <p>Law: on the topic, no version of a definition follows a higher one. Among those who publish, the rows' locks keep
 * the order; one who lost its locks without noticing (a broken connection, a long pause) is fenced by the next, since
 * all use one transactional id and take it up while they hold the locks.
 */
@Component
final class DefinitionPublisher {

    /** Of a record: a document has at most 1 MiB, its envelope far less than that. */
    static final int MOST_BYTES = 2 << 20;

    private static final Logger log = LoggerFactory.getLogger(DefinitionPublisher.class);
    private static final String TRANSACTIONAL_ID = "p13n-admin-definitions";
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int RETRIES = 5;

    private final Map<String, Object> configuration;
    private final DefinitionStore store;
    private final TransactionalOperator transaction;

    DefinitionPublisher(ProducerFactory<?, ?> producers, DefinitionStore store, TransactionalOperator transaction) {
        this.configuration = new HashMap<>(producers.getConfigurationProperties());
        this.store = store;
        this.transaction = transaction;
        configuration.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        configuration.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TIMEOUT_MILLIS);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) TIMEOUT_MILLIS);
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        configuration.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 3);
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_BYTES);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    }

    /**
     * Publishes the current version of every definition, those too that the topic has already: so it heals itself.
     *
     * <p>Tries six times in all, since to be fenced means that another has just published; then fails with a
     * {@link KafkaException}.
     */
    Mono<List<PublishedDefinition>> publishCurrent() {
        return store.lockCurrent()
                .collectList()
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(this::send)
                .delayUntil(store::markPublished)
                .as(transaction::transactional)
                .retryWhen(Retry.backoff(RETRIES, Duration.ofMillis(100))
                        .filter(KafkaException.class::isInstance)
                        .doBeforeRetry(failed -> log.warn(
                                "publishing the definitions again: {}",
                                failed.failure().toString()))
                        .onRetryExhaustedThrow((spec, last) -> last.failure()));
    }

    /** Blocks. Closing the producer aborts what was not committed. */
    private void send(List<PublishedDefinition> current) {
        if (current.isEmpty()) {
            return;
        }
        var producer = new KafkaProducer<byte[], byte[]>(configuration);
        try {
            producer.initTransactions();
            producer.beginTransaction();
            for (PublishedDefinition definition : current) {
                var unused = producer.send(definition.toRecord()); // the commit fails where one of these did
            }
            producer.commitTransaction();
        } finally {
            producer.close(Duration.ofMillis(TIMEOUT_MILLIS));
        }
    }
}
