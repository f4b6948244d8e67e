package io.p13n.reactor.consume;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where each consumer group stands, in PostgreSQL. A partition that has no row yet stands at 0. */
@Component
class OffsetLedger {

    private static final String OPEN = """
            insert into partition_offset (consumer_group, topic, partition, topic_id, next_offset)
            select :group, :topic, p.partition, :topic_id, 0 from unnest(:partitions::int[]) as p (partition)
            order by p.partition
            on conflict do nothing
            """;
    private static final String READ = """
            select partition, topic_id, next_offset, leader_epoch from partition_offset
            where consumer_group = :group and topic = :topic and partition = any (:partitions)
            """;

    private final DatabaseClient database;

    OffsetLedger(DatabaseClient database) {
        this.database = database;
    }

    /** Completes when the database answers; fails if it doesn't. */
    Mono<Void> reach() {
        return database.sql("select 1").fetch().rowsUpdated().then();
    }

    /**
     * Where the group stands, by partition, after it got a row for each partition.
     *
     * @param topicId the topic's id in the cluster, which a partition that has no row yet gets
     */
    Mono<Map<Integer, Position>> opened(ConsumerGroup group, UUID topicId, Collection<Integer> partitions) {
        return database.sql(OPEN)
                .bind("group", group.name())
                .bind("topic", group.topic())
                .bind("topic_id", topicId)
                .bind("partitions", sorted(partitions))
                .fetch()
                .rowsUpdated()
                .then(positions(group, partitions));
    }

    /** Where the group stands, by partition; without those that have no row. */
    Mono<Map<Integer, Position>> positions(ConsumerGroup group, Collection<Integer> partitions) {
        return database.sql(READ)
                .bind("group", group.name())
                .bind("topic", group.topic())
                .bind("partitions", sorted(partitions))
                .mapProperties(Position.class)
                .all()
                .collectMap(Position::partition, Function.identity());
    }

    private static Integer[] sorted(Collection<Integer> partitions) {
        return partitions.stream().sorted().toArray(Integer[]::new);
    }

    /**
     * A row of the table.
     *
     * @param topicId the topic that the offset belongs to; another one has been deleted since
     * @param nextOffset of the first record that is not done
     * @param leaderEpoch of the last record that is done, if known
     */
    record Position(
            int partition,
            UUID topicId,
            long nextOffset,
            @Nullable Integer leaderEpoch) {}
}
