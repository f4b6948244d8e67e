package io.p13n.reactor.consume;

import static java.util.stream.Collectors.toMap;

import io.p13n.reactor.consume.OffsetLedger.Position;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells where partitions are to be read: where PostgreSQL says that the group stands, if the log holds that.
 */
record Placement(ConsumerGroup group, OffsetLedger ledger, Supplier<UUID> topicId, Consumer<byte[], byte[]> consumer) {

    /** Where a partition is to be read. */
    sealed interface Place {

        /**
         * From an offset on.
         *
         * @param next the offset, with the leader epoch of the record before, if known
         * @param isEnd whether the log ends there
         */
        record At(OffsetAndMetadata next, boolean isEnd) implements Place {}

        /**
         * Nowhere, before an operator decides.
         *
         * @param find what is wrong, and the remedy
         */
        record Nowhere(String find) implements Place {}
    }

    /** Where each of them is to be read. A partition that was never read begins at 0. */
    Map<TopicPartition, Place> of(Collection<TopicPartition> partitions) {
        UUID topic = topicId.get();
        Map<Integer, Position> positions = ledger.opened(group, topic, numbers(partitions));
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return partitions.stream()
                .collect(toMap(
                        Function.identity(),
                        partition -> place(
                                Objects.requireNonNull(positions.get(partition.partition())),
                                topic,
                                begins.getOrDefault(partition, 0L),
                                ends.getOrDefault(partition, 0L))));
    }

    private static Place place(Position position, UUID topic, long begin, long end) {
        if (!position.topicId().equals(topic)) {
            return new Place.Nowhere(
                    "its topic was deleted and made anew since it was read. If all its events are to be"
                            + " applied, delete the group's rows from partition_offset; else restore the topic");
        }
        if (position.nextOffset() < begin || position.nextOffset() > end) {
            return new Place.Nowhere("its log holds the offsets " + begin + " to " + end + ", but the group stands at "
                    + position.nextOffset()
                    + ". Restore the topic, or set next_offset to where it is to go on");
        }
        Optional<Integer> epoch = Optional.ofNullable(position.leaderEpoch());
        return new Place.At(new OffsetAndMetadata(position.nextOffset(), epoch, ""), position.nextOffset() == end);
    }

    /** At which offsets PostgreSQL says that they stand; nothing of one that it doesn't know. */
    Map<TopicPartition, Long> standings(Collection<TopicPartition> partitions) {
        return ledger.positions(group, numbers(partitions)).values().stream()
                .collect(toMap(
                        position -> new TopicPartition(group.topic(), position.partition()), Position::nextOffset));
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
