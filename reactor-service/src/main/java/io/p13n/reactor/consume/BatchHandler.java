package io.p13n.reactor.consume;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;

/** What a consumer group does with a poll's records. */
public interface BatchHandler {

    /**
     * Handles the records, and moves the group's offsets in the same transaction.
     *
     * @param move the move to make in that transaction, by compare-and-set
     * @param batch at least one record, in order within each partition
     * @return completes when all is committed; fails with {@link OffsetMoved} if PostgreSQL stands elsewhere, and with
     *     anything else if the same batch is to be tried again
     */
    Mono<Void> handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> batch);
}
