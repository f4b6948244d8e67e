package io.p13n.reactor.consume;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a consumer group does with a poll's records. */
public interface BatchHandler {

    /**
     * Called before records are handed over once more that were committed: PostgreSQL tells of an earlier offset than it was
     * brought to, so a crash took something back, or it was restored from a backup. If it fails, it is called again.
     */
    default void takenBack() {}

    /**
     * Handles the records, and moves the group's offsets in the same transaction. Returns when all is committed. Waits for
     * the database and the broker, each for a bounded time.
     *
     * @param move the move to make in that transaction, by compare-and-set
     * @param batch at least one record, in order within each partition
     * @throws OffsetMoved if PostgreSQL stands elsewhere
     * @throws RuntimeException any other, if the same batch is to be tried again
     */
    void handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> batch);
}
