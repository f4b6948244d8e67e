package io.p13n.reactor.consume;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
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
            select partition, topic_id, next_offset from partition_offset
            where consumer_group = :group and topic = :topic and partition = any (:partitions)
            """;

    private final DatabaseClient database;

    OffsetLedger(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Where the group stands, by partition.
     *
     * @param topicId the topic's id in the cluster; a row of another id belongs to a topic that was deleted
     * @return fails with {@link TopicReplaced} if a row names another topic id
     */
    Mono<Map<Integer, Long>> positions(ConsumerGroup group, UUID topicId, Collection<Integer> partitions) {
        Integer[] wanted = partitions.stream().sorted().toArray(Integer[]::new);
        return database.sql(OPEN)
                .bind("group", group.name())
                .bind("topic", group.topic())
                .bind("topic_id", topicId)
                .bind("partitions", wanted)
                .fetch()
                .rowsUpdated()
                .thenMany(database.sql(READ)
                        .bind("group", group.name())
                        .bind("topic", group.topic())
                        .bind("partitions", wanted)
                        .mapProperties(Position.class)
                        .all())
                .doOnNext(position -> position.requireTopic(group, topicId))
                .collectMap(Position::partition, Position::nextOffset);
    }

    /** A row of the table. */
    record Position(int partition, UUID topicId, long nextOffset) {

        private void requireTopic(ConsumerGroup group, UUID wanted) {
            if (!topicId.equals(wanted)) {
                throw new TopicReplaced(group, partition);
            }
        }
    }
}
