package io.p13n.reactor.consume;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How far a batch brings its group, one move a partition, in partition order.
 *
 * @param group whose offsets move
 * @param moves from where to where
 */
public record OffsetMove(ConsumerGroup group, List<Move> moves) {

    /**
     * The move in one partition.
     *
     * @param partition the partition's number
     * @param expected the offset at which PostgreSQL must stand: that of the batch's first record
     * @param next the offset after the batch's last record
     */
    public record Move(int partition, long expected, long next) {

        private Move upTo(Move later) {
            return new Move(partition, expected, later.next);
        }
    }

    /** The move that this batch makes. */
    static OffsetMove of(ConsumerGroup group, Collection<? extends ConsumerRecord<?, ?>> batch) {
        var byPartition = new TreeMap<Integer, Move>();
        for (var each : batch) {
            byPartition.merge(
                    each.partition(), new Move(each.partition(), each.offset(), each.offset() + 1), Move::upTo);
        }
        return new OffsetMove(group, List.copyOf(byPartition.values()));
    }

    /** The partitions' numbers. */
    public Integer[] partitions() {
        return moves.stream().map(Move::partition).toArray(Integer[]::new);
    }

    /** Where PostgreSQL must stand, in the order of {@link #partitions()}. */
    public Long[] expected() {
        return moves.stream().map(Move::expected).toArray(Long[]::new);
    }

    /** Where it will stand, in the order of {@link #partitions()}. */
    public Long[] next() {
        return moves.stream().map(Move::next).toArray(Long[]::new);
    }
}
