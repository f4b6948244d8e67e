package io.p13n.reactor.consume;

import io.p13n.reactor.erasure.Erasures;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lets nobody who was erased come back: a batch waits until it is known who was, and offsets that went back may be a restored
 * database's, so then the tables are brought in line before the next batch.
 */
record ErasuresFirst(Erasures erasures, BatchHandler handler) implements BatchHandler {

    @Override
    public void takenBack() {
        erasures.bringTablesInLine();
    }

    @Override
    public void handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> batch) {
        erasures.requireKnown();
        handler.handle(move, batch);
    }
}
