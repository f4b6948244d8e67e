package io.p13n.reactor.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.AbstractConsumerSeekAware;
import org.springframework.kafka.listener.BatchMessageListener;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Hands each poll's records to the handler, beginning where PostgreSQL says that the group stands.
 *
 * <p>The position that it takes up at an assignment only spares work: the handler's compare-and-set decides. Whenever
 * that fails, for whatever reason, the remedy is one: read where PostgreSQL stands and seek there.
 */
final class LedgeredConsumer extends AbstractConsumerSeekAware implements BatchMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(LedgeredConsumer.class);

    /** Below Kafka's {@code max.poll.interval.ms} of five minutes, so a stuck database costs no rebalance by itself. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ConsumerGroup group;
    private final OffsetLedger ledger;
    private final Supplier<UUID> topicId;
    private final BatchHandler handler;

    LedgeredConsumer(ConsumerGroup group, OffsetLedger ledger, Supplier<UUID> topicId, BatchHandler handler) {
        this.group = group;
        this.ledger = ledger;
        this.topicId = topicId;
        this.handler = handler;
    }

    @Override
    public void onPartitionsAssigned(Map<TopicPartition, Long> assigned, ConsumerSeekCallback callback) {
        super.onPartitionsAssigned(assigned, callback);
        try {
            positions(assigned.keySet())
                    .forEach((partition, offset) -> callback.seek(group.topic(), partition, offset));
        } catch (IllegalStateException unreachable) {
            log.warn("{}: the database does not tell where to begin; reading on from the log's start", group.name());
            callback.seekToBeginning(assigned.keySet());
        }
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> batch) {
        OffsetMove move = OffsetMove.of(group, batch);
        try {
            handler.handle(move, batch).block(LIMIT);
        } catch (OffsetMoved moved) {
            log.warn("{}: the offsets are not at {}; seeking to where they are", group.name(), move.moves());
            seek(move);
        }
    }

    private void seek(OffsetMove move) {
        List<TopicPartition> partitions = move.moves().stream()
                .map(each -> new TopicPartition(group.topic(), each.partition()))
                .toList();
        positions(partitions).forEach(this::seek);
    }

    private void seek(int partition, long offset) {
        // None where the partition went to another consumer meanwhile.
        List<ConsumerSeekCallback> callbacks = getSeekCallbacksFor(new TopicPartition(group.topic(), partition));
        if (callbacks != null) {
            callbacks.forEach(callback -> callback.seek(group.topic(), partition, offset));
        }
    }

    /** Waits for the database, within the limit; then fails with {@link IllegalStateException}. */
    private Map<Integer, Long> positions(Collection<TopicPartition> partitions) {
        List<Integer> numbers =
                partitions.stream().map(TopicPartition::partition).toList();
        Mono<Map<Integer, Long>> read = Mono.fromSupplier(topicId)
                .flatMap(id -> ledger.positions(group, id, numbers))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(2))
                        .filter(failure -> !(failure instanceof TopicReplaced)));
        return Objects.requireNonNull(read.block(LIMIT));
    }
}
