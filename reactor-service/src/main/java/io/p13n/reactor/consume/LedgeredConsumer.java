package io.p13n.reactor.consume;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Hands each poll's records to the handler, beginning where PostgreSQL says that the group stands.
 *
 * <p>The position that it takes up at an assignment only spares work: the handler's compare-and-set decides. Whenever
 * that fails, for whatever reason, the remedy is one: read where PostgreSQL stands and seek there.
 */
final class LedgeredConsumer
        implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

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
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        try {
            seek(consumer, assigned);
        } catch (IllegalStateException unreachable) {
            log.warn("{}: the database does not tell where to begin; reading on from the log's start", group.name());
            consumer.seekToBeginning(assigned);
        }
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> batch, @Nullable Consumer<?, ?> consumer) {
        OffsetMove move = OffsetMove.of(group, batch);
        try {
            handler.handle(move, batch).doOnError(this::tell).block(LIMIT);
        } catch (OffsetMoved moved) {
            log.warn("{}: the offsets are not at {}; seeking to where they are", group.name(), move.moves());
            Objects.requireNonNull(consumer);
            seek(consumer, consumer.assignment());
        }
    }

    private void tell(Throwable failure) {
        if (!(failure instanceof OffsetMoved)) {
            log.warn("{}: a batch failed and is tried again: {}", group.name(), failure.toString());
        }
    }

    private void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            seek(
                    consumer,
                    partitions,
                    positions(partitions.stream().map(TopicPartition::partition).toList()));
        } catch (TopicReplaced replaced) {
            log.error("{} is stopped: {}", group.name(), replaced.getMessage());
            consumer.pause(partitions);
        }
    }

    private void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Map<Integer, Long> positions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long next = Objects.requireNonNull(positions.get(partition.partition()));
            if (begins.getOrDefault(partition, 0L) <= next && next <= ends.getOrDefault(partition, 0L)) {
                consumer.seek(partition, next);
            } else {
                stop(consumer, partition, next);
            }
        }
    }

    /** Going on would skip events or count them twice, which nobody but an operator may decide. */
    private void stop(Consumer<?, ?> consumer, TopicPartition partition, long next) {
        consumer.pause(List.of(partition));
        log.error(
                "{}: {} is stopped, for its log does not hold offset {}, at which the group stands in partition_offset."
                        + " Restore the topic, or set next_offset there to an offset that the log holds, and restart",
                group.name(),
                partition,
                next);
    }

    /** Waits for the database, within the limit; after that, fails with {@link IllegalStateException}. */
    private Map<Integer, Long> positions(List<Integer> partitions) {
        Mono<Map<Integer, Long>> read = Mono.fromSupplier(topicId)
                .flatMap(id -> ledger.positions(group, id, partitions))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(2))
                        .filter(failure -> !(failure instanceof TopicReplaced)));
        return Objects.requireNonNull(read.block(LIMIT));
    }
}
