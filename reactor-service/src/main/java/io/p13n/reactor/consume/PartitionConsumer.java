package io.p13n.reactor.consume;

import static java.util.stream.Collectors.groupingBy;

import io.p13n.reactor.consume.Placement.Place;
import io.p13n.reactor.definition.DefinitionBehind;
import io.p13n.reactor.sql.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each poll's records to the handler, beginning where PostgreSQL says that the group stands.
 *
 * <p>The position that it takes up only spares work: the handler's compare-and-set decides. Whenever a batch is not
 * committed for sure, for whatever reason, the remedy is one: its partitions pause, PostgreSQL is asked where they
 * stand, and they go on from there. Meanwhile it polls on, so it stays in the group, and its other partitions are read.
 *
 * <p>For one thread.
 */
final class PartitionConsumer implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(PartitionConsumer.class);

    /** Also how soon an idle consumer learns of partitions that are to be its own. */
    private static final Duration POLL = Duration.ofMillis(250);

    private final ConsumerGroup group;
    private final Placement placement;
    private final BatchHandler handler;
    private final PartitionWatch watch;
    private final Consumer<byte[], byte[]> consumer;

    /** Assigned, but paused until they are placed where PostgreSQL says. */
    private final Set<TopicPartition> unplaced = new HashSet<>();

    /** Why a partition waits, or has failed since its last commit. */
    private final Map<TopicPartition, Waiting> troubles = new HashMap<>();

    private final Standings standings;
    private long busyNanos = System.nanoTime();

    PartitionConsumer(
            ConsumerGroup group,
            OffsetLedger ledger,
            Supplier<UUID> topicId,
            BatchHandler handler,
            PartitionWatch watch,
            Consumer<byte[], byte[]> consumer) {
        this.group = group;
        this.placement = new Placement(group, ledger, topicId, consumer);
        this.standings = new Standings(group, placement, watch);
        this.handler = handler;
        this.watch = watch;
        this.consumer = consumer;
    }

    void join() {
        consumer.subscribe(List.of(group.topic()), this);
    }

    /** One round: places what is due, polls, and handles what came. Fails when the consumer must be made anew. */
    void step() {
        placeDue();
        List<ConsumerRecord<byte[], byte[]>> batch = poll();
        if (!batch.isEmpty()) {
            handle(batch);
        }
        if (!batch.isEmpty() || !unplaced.isEmpty()) {
            busyNanos = System.nanoTime();
        }
        look();
        standings.tellKafka(consumer);
    }

    /** For how long nothing came and nothing waited. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - busyNanos);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        for (TopicPartition partition : assigned) {
            consumer.seek(partition, 0); // of no meaning: it is paused until it is placed
            displace(partition);
        }
        placeDue();
    }

    /** All that was handled is committed, and all else is the next owner's. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        for (TopicPartition partition : revoked) {
            unplaced.remove(partition);
            standings.leave(partition);
            goesOn(partition);
        }
    }

    /** Forgets what it held, when the consumer is over. */
    void leave() {
        onPartitionsRevoked(Set.copyOf(troubles.keySet()));
    }

    private List<ConsumerRecord<byte[], byte[]>> poll() {
        var batch = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try {
            consumer.poll(untilDue()).forEach(batch::add);
        } catch (LogTruncationException cut) {
            cut.partitions()
                    .forEach(partition -> stop(
                            partition,
                            "its log was cut and written anew since it was read."
                                    + " Set next_offset to where the group is to go on, and leader_epoch to null"));
        } catch (InvalidOffsetException nowhere) {
            // Kafka never chooses where to begin (auto.offset.reset=none).
            nowhere.partitions().forEach(this::displace);
        }
        return batch;
    }

    private Duration untilDue() {
        long now = System.nanoTime();
        return unplaced.stream()
                .map(partition ->
                        Duration.ofNanos(Math.max(0, trouble(partition).dueNanos() - now)))
                .reduce(POLL, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    private void handle(List<ConsumerRecord<byte[], byte[]>> batch) {
        OffsetMove move = OffsetMove.of(group, batch);
        try {
            handler.handle(move, batch);
            committed(move);
        } catch (OffsetMoved moved) {
            log.warn("{} does not stand at {}; it goes on from where it stands", group.name(), move.moves());
            watch.failed(group, "offset_moved");
            partitions(move).forEach(this::displace);
        } catch (DefinitionBehind behind) {
            behind(move, batch, behind);
        } catch (RuntimeException failure) {
            log.warn("{}: a batch failed and is tried again: {}", group.name(), Reason.of(failure));
            retry(move, "other", failure);
        }
    }

    /** Only the partitions whose records want a newer definition wait for it. */
    private void behind(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> batch, DefinitionBehind behind) {
        if (move.moves().size() == 1) {
            retry(move, "definition_behind", behind);
        } else {
            batch.stream()
                    .collect(groupingBy(ConsumerRecord::partition))
                    .values()
                    .forEach(this::handle);
        }
    }

    private void committed(OffsetMove move) {
        standings.moved(move);
        partitions(move).stream().filter(troubles::containsKey).forEach(this::goesOn);
    }

    private void retry(OffsetMove move, String cause, RuntimeException failure) {
        watch.failed(group, cause);
        again(partitions(move), failure);
    }

    /** All at the same moment: what failed for one would be asked for the others in vain. */
    private void again(Collection<TopicPartition> partitions, RuntimeException failure) {
        long now = System.nanoTime();
        Waiting next = partitions.stream()
                .map(this::trouble)
                .filter(trouble -> !trouble.stopped())
                .max(Comparator.comparingInt(Waiting::attempts))
                .orElseGet(() -> Waiting.toBePlaced(now))
                .after(Reason.of(failure), now);
        for (TopicPartition partition : partitions) {
            Waiting trouble = trouble(partition);
            pause(partition, trouble.stopped() ? trouble.stopped(trouble.why(), now) : next);
        }
    }

    private void displace(TopicPartition partition) {
        pause(partition, trouble(partition));
    }

    /** Going on would skip events or count them twice, which nobody but an operator may decide. */
    private void stop(TopicPartition partition, String find) {
        pause(partition, trouble(partition).stopped(find, System.nanoTime()));
    }

    private void pause(TopicPartition partition, Waiting trouble) {
        consumer.pause(List.of(partition));
        unplaced.add(partition);
        standings.forget(partition);
        troubles.put(partition, trouble);
        watch.waits(group, partition.partition(), trouble);
    }

    private void goesOn(TopicPartition partition) {
        troubles.remove(partition);
        watch.goesOn(group, partition.partition());
    }

    private Waiting trouble(TopicPartition partition) {
        return troubles.getOrDefault(partition, Waiting.toBePlaced(System.nanoTime()));
    }

    private void placeDue() {
        long now = System.nanoTime();
        List<TopicPartition> due = unplaced.stream()
                .filter(partition -> trouble(partition).isDue(now))
                .toList();
        if (due.isEmpty()) {
            return;
        }
        try {
            place(due);
        } catch (WakeupException ended) {
            throw ended;
        } catch (RuntimeException unreachable) {
            log.warn("{}: can't tell where to go on: {}", group.name(), Reason.of(unreachable));
            again(List.copyOf(unplaced), unreachable);
        }
    }

    private void place(List<TopicPartition> due) {
        Map<TopicPartition, Place> places = placement.of(due);
        if (places.entrySet().stream().anyMatch(each -> isBehind(each.getKey(), each.getValue()))) {
            handler.takenBack();
        }
        places.forEach((partition, place) -> {
            if (place instanceof Place.At at) {
                place(partition, at);
            } else if (place instanceof Place.Nowhere nowhere) {
                stop(partition, nowhere.find());
            }
        });
    }

    private boolean isBehind(TopicPartition partition, Place place) {
        return place instanceof Place.At at
                && standings.isBehind(partition, at.next().offset());
    }

    private void place(TopicPartition partition, Place.At at) {
        consumer.seek(partition, at.next());
        consumer.resume(List.of(partition));
        unplaced.remove(partition);
        standings.placed(partition, at.next().offset());
        Waiting trouble = trouble(partition);
        if (at.isEnd()
                || (trouble.attempts() == 0 && !trouble.stopped())) { // else the next batch shows whether it is over
            goesOn(partition);
        }
    }

    private void look() {
        try {
            standings.takenBack().forEach(this::displace);
        } catch (RuntimeException unreachable) {
            log.warn("{}: can't ask whether it stands where it was brought: {}", group.name(), Reason.of(unreachable));
            again(standings.partitions(), unreachable);
        }
    }

    private static List<TopicPartition> partitions(OffsetMove move) {
        return move.moves().stream()
                .map(each -> new TopicPartition(move.group().topic(), each.partition()))
                .toList();
    }
}
