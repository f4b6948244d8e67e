package io.p13n.reactor.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the partitions that are read stand, as far as is known: whether PostgreSQL still says so is asked again and again,
 * and Kafka is told.
 *
 * <p>PostgreSQL acknowledges a commit before it is on the disk, so a crash may take back what was done. The next batch of
 * the partition would find out, but none may come for days. A restored database is found in the same way.
 *
 * <p>For one thread.
 */
final class Standings {

    private static final Logger log = LoggerFactory.getLogger(Standings.class);

    /** After so long a commit is on PostgreSQL's disk: three times its {@code wal_writer_delay} of 200 ms, and some. */
    private static final Duration FLUSHED = Duration.ofSeconds(1);

    /** When all commits have been seen on the disk; what then takes them back is a person. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    private static final Duration BETWEEN_TELLINGS = Duration.ofSeconds(1);

    private final ConsumerGroup group;
    private final Placement placement;
    private final PartitionWatch watch;
    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    /** The same, also of those that are not read for now. */
    private final Map<TopicPartition, Long> reached = new HashMap<>();

    /** What Kafka is to be told, so that lag can be watched. */
    private final Map<TopicPartition, OffsetAndMetadata> untold = new HashMap<>();

    private long movedNanos = System.nanoTime();
    private long lookedNanos = System.nanoTime();
    private long toldNanos = System.nanoTime();

    Standings(ConsumerGroup group, Placement placement, PartitionWatch watch) {
        this.group = group;
        this.placement = placement;
        this.watch = watch;
    }

    /** The partition is read from here on. */
    void placed(TopicPartition partition, long offset) {
        offsets.put(partition, offset);
        reached.put(partition, offset);
    }

    /** A batch is committed. */
    void moved(OffsetMove move) {
        movedNanos = System.nanoTime();
        for (OffsetMove.Move each : move.moves()) {
            var partition = new TopicPartition(group.topic(), each.partition());
            placed(partition, each.next());
            untold.put(partition, new OffsetAndMetadata(each.next()));
        }
    }

    /** The partition is not read for now. */
    void forget(TopicPartition partition) {
        offsets.remove(partition);
        untold.remove(partition);
    }

    /** The partition is not read by this consumer any more. */
    void leave(TopicPartition partition) {
        forget(partition);
        reached.remove(partition);
    }

    /** Whether the partition was brought further than this offset, as far as is known. */
    boolean isBehind(TopicPartition partition, long offset) {
        return offset < reached.getOrDefault(partition, 0L);
    }

    /** Those that are read. */
    List<TopicPartition> partitions() {
        return List.copyOf(offsets.keySet());
    }

    /** Asks PostgreSQL if it is time to; those that it says stand elsewhere. Fails if it doesn't answer. */
    List<TopicPartition> takenBack() {
        long now = System.nanoTime();
        boolean settled = lookedNanos - movedNanos >= FLUSHED.toNanos();
        if (offsets.isEmpty() || now - lookedNanos < (settled ? BETWEEN_LOOKS : FLUSHED).toNanos()) {
            return List.of();
        }
        lookedNanos = now;
        Map<TopicPartition, Long> found = placement.standings(offsets.keySet());
        return partitions().stream()
                .filter(partition -> isElsewhere(partition, found))
                .toList();
    }

    private boolean isElsewhere(TopicPartition partition, Map<TopicPartition, Long> found) {
        if (Objects.equals(offsets.get(partition), found.get(partition))) {
            return false;
        }
        log.warn(
                "{} was brought to {} of partition {}, but stands at {}; it goes on from where it stands",
                group.name(),
                offsets.get(partition),
                partition.partition(),
                found.get(partition));
        watch.failed(group, "offset_moved");
        return true;
    }

    /** Now and then, without waiting for an answer. */
    void tellKafka(Consumer<byte[], byte[]> consumer) {
        long now = System.nanoTime();
        if (!untold.isEmpty() && now - toldNanos > BETWEEN_TELLINGS.toNanos()) {
            consumer.commitAsync(Map.copyOf(untold), (offsets, failure) -> {});
            untold.clear();
            toldNanos = now;
        }
    }
}
