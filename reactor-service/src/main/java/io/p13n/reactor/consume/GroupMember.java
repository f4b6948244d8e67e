package io.p13n.reactor.consume;

import io.p13n.reactor.sql.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group, on a thread of its own. It joins when the database answers, for who can't reach it must
 * take no partition from one who can. It leaves in order: the batch that it is at is finished and answered, then the
 * group is told, so that another member goes on at once.
 */
final class GroupMember {

    private static final Logger log = LoggerFactory.getLogger(GroupMember.class);
    private static final Duration LEAVE = Duration.ofSeconds(3);

    private final ConsumerGroup group;
    private final OffsetLedger ledger;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Function<Consumer<byte[], byte[]>, PartitionConsumer> partitions;
    private final Thread thread;
    private final CountDownLatch leaving = new CountDownLatch(1);
    private volatile @Nullable Duration patience;
    private volatile @Nullable Consumer<byte[], byte[]> joined;

    /**
     * Makes a member that does nothing until {@link #start()}.
     *
     * @param consumers opens a connection; asked again when one is over
     * @param partitions reads by such a connection
     */
    GroupMember(
            ConsumerGroup group,
            OffsetLedger ledger,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Function<Consumer<byte[], byte[]>, PartitionConsumer> partitions) {
        this.group = group;
        this.ledger = ledger;
        this.consumers = consumers;
        this.partitions = partitions;
        this.thread = new Thread(this::run, group.name());
    }

    void start() {
        thread.start();
    }

    /** It leaves by itself once nothing has come for so long. */
    void leaveWhenIdleFor(Duration idle) {
        patience = idle;
    }

    boolean isLeavingWhenIdle() {
        return patience != null;
    }

    /** Asks it to leave; returns at once. */
    void leave() {
        leaving.countDown();
        Consumer<byte[], byte[]> polling = joined;
        if (polling != null) {
            polling.wakeup();
        }
    }

    /** Waits until it has left; tells whether it has. */
    boolean awaitLeft(Duration atMost) throws InterruptedException {
        thread.join(atMost.toMillis());
        return !thread.isAlive();
    }

    private void run() {
        var pause = Waiting.toBePlaced(System.nanoTime());
        while (!isLeaving()) {
            try {
                ledger.reach();
                consume();
                return;
            } catch (RuntimeException failure) {
                // Of the broker or the database: whichever it is, it is waited for.
                log.warn("{} is not joined, and is tried again: {}", group.name(), Reason.of(failure));
                pause = pause.after(Reason.of(failure), System.nanoTime());
                await(pause.dueNanos() - System.nanoTime());
            }
        }
    }

    private void consume() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        PartitionConsumer reading = partitions.apply(consumer);
        joined = consumer;
        try {
            reading.join();
            while (!isLeaving() && !isIdle(reading)) {
                reading.step();
            }
        } catch (WakeupException called) {
            log.debug("{} leaves", group.name());
        } finally {
            joined = null;
            reading.leave();
            consumer.close(CloseOptions.timeout(LEAVE));
        }
    }

    private boolean isIdle(PartitionConsumer reading) {
        Duration most = patience;
        return most != null && reading.idle().compareTo(most) > 0;
    }

    private boolean isLeaving() {
        return leaving.getCount() == 0;
    }

    private void await(long nanos) {
        try {
            boolean unused = leaving.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            leaving.countDown();
        }
    }
}
