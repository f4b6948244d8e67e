package io.p13n.reactor.consume;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where each consumer group stands, in PostgreSQL. A partition that has no row yet stands at 0. */
@Component
class OffsetLedger {

    private static final String OPEN = """
            insert into partition_offset (consumer_group, topic, partition, topic_id, next_offset)
            select :group, :topic, p.partition, :topic_id, 0 from unnest(:partitions) as p (partition)
            order by p.partition
            on conflict do nothing
            """;
    private static final String READ = """
            select partition, topic_id, next_offset, leader_epoch from partition_offset
            where consumer_group = :group and topic = :topic and partition = any (:partitions)
            """;

    private final JdbcClient database;

    OffsetLedger(JdbcClient database) {
        this.database = database;
    }

    /** Returns if the database answers; fails if it doesn't. */
    void reach() {
        database.sql("select 1").query().singleValue();
    }

    /**
     * Where the group stands, by partition, after it got a row for each partition.
     *
     * @param topicId the topic's id in the cluster, which a partition that has no row yet gets
     */
    Map<Integer, Position> opened(ConsumerGroup group, UUID topicId, Collection<Integer> partitions) {
        database.sql(OPEN)
                .param("group", group.name())
                .param("topic", group.topic())
                .param("topic_id", topicId)
                .param("partitions", sorted(partitions))
                .update();
        return positions(group, partitions);
    }

    /** Where the group stands, by partition; without those that have no row. */
    Map<Integer, Position> positions(ConsumerGroup group, Collection<Integer> partitions) {
        return database
                .sql(READ)
                .param("group", group.name())
                .param("topic", group.topic())
                .param("partitions", sorted(partitions))
                .query(Position.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Position::partition, Function.identity()));
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
