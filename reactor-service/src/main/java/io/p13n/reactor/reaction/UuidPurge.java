package io.p13n.reactor.reaction;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.consume.ConsumerGroup;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.sql.Columns;
import io.p13n.reactor.sql.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Forgets uuids that can't matter any more: those that were accepted a window before the moment up to which the slowest
 * partition is done. A partition that has nothing to do is done up to now; one that is stopped holds the purge.
 */
@Component
@EnableScheduling
class UuidPurge {

    private static final Logger log = LoggerFactory.getLogger(UuidPurge.class);

    /** An event that ingest has stamped is in the log by then. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    private static final String CAUGHT_UP = """
            update partition_offset o set applied_to = greatest(o.applied_to, :now)
              from unnest(:partitions, :ends) as e (partition, log_end)
             where o.consumer_group = :group and o.topic = :topic and o.partition = e.partition
               and o.next_offset = e.log_end
            """;
    private static final String PURGE = """
            delete from seen_uuid u
             using (select min(o.applied_to) as applied_to from partition_offset o
                     where o.consumer_group = :group and o.topic = :topic
                    having count(*) = :partitions) as slowest
             where u.account = :account and u.instance = :instance
               and u.accepted_at < slowest.applied_to - make_interval(secs => :window)
            """;

    private final Definitions definitions;
    private final KafkaAdmin kafka;
    private final JdbcClient database;
    private final ReactionProperties properties;
    private final Clock clock = Clock.systemUTC();

    UuidPurge(Definitions definitions, KafkaAdmin kafka, JdbcClient database, ReactionProperties properties) {
        this.definitions = definitions;
        this.kafka = kafka;
        this.database = database;
        this.properties = properties;
    }

    /** Purges all services that this replica holds; a failure is logged, and the next run tries again. */
    @Scheduled(
            initialDelayString = "${p13n.reactor.uuid-purge:" + ReactionProperties.UUID_PURGE + "}",
            fixedDelayString = "${p13n.reactor.uuid-purge:" + ReactionProperties.UUID_PURGE + "}")
    void purge() throws InterruptedException {
        try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
            for (ServiceId service : definitions.services()) {
                purge(ConsumerGroup.reactor(service), admin);
            }
        } catch (ExecutionException unreachable) {
            log.warn("old uuids stay for now: {}", Reason.of(unreachable));
        }
    }

    private void purge(ConsumerGroup group, Admin admin) throws ExecutionException, InterruptedException {
        Instant now = clock.instant().minus(ON_ITS_WAY);
        SortedMap<Integer, Long> ends = ends(group, admin);
        try {
            database.sql(CAUGHT_UP)
                    .param("now", Columns.utc(now))
                    .param("partitions", ends.keySet().toArray(Integer[]::new))
                    .param("ends", ends.values().toArray(Long[]::new))
                    .param("group", group.name())
                    .param("topic", group.topic())
                    .update();
            int forgotten = database.sql(PURGE)
                    .param("group", group.name())
                    .param("topic", group.topic())
                    .param("partitions", ends.size())
                    .param("account", group.service().account())
                    .param("instance", group.service().instance())
                    .param("window", (double) properties.uuidWindow().toSeconds())
                    .update();
            log.debug("forgot {} uuids of service {}", forgotten, group.service());
        } catch (DataAccessException failure) {
            log.warn("old uuids of {} stay for now: {}", group.service(), Reason.of(failure));
        }
    }

    private static SortedMap<Integer, Long> ends(ConsumerGroup group, Admin admin)
            throws ExecutionException, InterruptedException {
        var described =
                admin.describeTopics(List.of(group.topic())).allTopicNames().get();
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        for (TopicDescription topic : described.values()) {
            topic.partitions()
                    .forEach(each ->
                            latest.put(new TopicPartition(topic.name(), each.partition()), OffsetSpec.latest()));
        }
        var ends = new TreeMap<Integer, Long>();
        admin.listOffsets(latest).all().get().forEach((place, end) -> ends.put(place.partition(), end.offset()));
        return ends;
    }
}
