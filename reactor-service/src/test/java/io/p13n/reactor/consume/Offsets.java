package io.p13n.reactor.consume;

import io.p13n.contract.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Offsets for tests of what moves them. */
public final class Offsets {

    private Offsets() {}

    /** Opens a partition of the service's reactor group at offset 0. */
    public static void open(DataSource database, ServiceId service, int partition) {
        new OffsetLedger(JdbcClient.create(database))
                .opened(ConsumerGroup.reactor(service), new UUID(0, service.instance()), List.of(partition));
    }

    /** The move that these records make. */
    public static OffsetMove move(ServiceId service, List<ConsumerRecord<byte[], byte[]>> batch) {
        return OffsetMove.of(ConsumerGroup.reactor(service), batch);
    }

    /** The move of one record at this offset. */
    public static OffsetMove move(ServiceId service, int partition, long offset) {
        return new OffsetMove(
                ConsumerGroup.reactor(service),
                List.of(new OffsetMove.Move(partition, offset, offset + 1, Instant.EPOCH, null)));
    }
}
