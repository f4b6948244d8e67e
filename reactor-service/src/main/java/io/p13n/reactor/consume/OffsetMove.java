package io.p13n.reactor.consume;

import io.p13n.reactor.sql.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

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
     * @param appliedTo the latest moment at which a record of the batch was accepted
     * @param leaderEpoch of the batch's last record, by which a log that was cut is known; absent if the broker tells none
     */
    public record Move(
            int partition,
            long expected,
            long next,
            Instant appliedTo,
            @Nullable Integer leaderEpoch) {

        private static Move of(ConsumerRecord<?, ?> each) {
            return new Move(
                    each.partition(),
                    each.offset(),
                    each.offset() + 1,
                    Instant.ofEpochMilli(each.timestamp()),
                    each.leaderEpoch().orElse(null));
        }

        private Move upTo(Move later) {
            Instant latest = later.appliedTo.isAfter(appliedTo) ? later.appliedTo : appliedTo;
            return new Move(partition, expected, later.next, latest, later.leaderEpoch);
        }
    }

    /** The move that this batch makes. */
    public static OffsetMove of(ConsumerGroup group, Collection<? extends ConsumerRecord<?, ?>> batch) {
        var byPartition = new TreeMap<Integer, Move>();
        for (var each : batch) {
            byPartition.merge(each.partition(), Move.of(each), Move::upTo);
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

    /** The leader epochs of their last records, in the order of {@link #partitions()}. */
    public @Nullable Integer[] leaderEpochs() {
        return moves.stream().map(Move::leaderEpoch).toArray(Integer[]::new);
    }

    /** Up to when all is done then, in the order of {@link #partitions()}. */
    public SqlArrayValue appliedTo() {
        return Columns.moments(moves, Move::appliedTo);
    }
}
