package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** What an operator must decide stops a partition, is told, and goes on when it is mended; the other partitions never stop. */
class StoppedPartitionTest extends ReactorSurroundings {

    @Test
    void aLogThatBeginsAfterTheOffset() throws Exception {
        reply(view("customer_id", "1", 0));
        reply(view("customer_id", "1", 0));
        awaitArchived(0, 2);
        kafka.deleteRecords(Map.of(new TopicPartition(Topics.events(service), 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        setOffset(0, "next_offset = 1");

        UUID waiting = view("customer_id", "1", 0);

        awaitStopped(1, "holds the offsets 2 to 3, but the group stands at 1");
        assertThat(reply(view("customer_id", "1", 1))).contains("\"seen\":3");
        setOffset(0, "next_offset = 2");
        assertThat(reply(waiting)).contains("\"seen\":4");
        awaitStopped(0, "");
    }

    @Test
    void aLogThatIsShorterThanTheOffset() throws Exception {
        reply(view("customer_id", "2", 0));
        setOffset(0, "next_offset = 1000");

        view("customer_id", "2", 0);

        awaitStopped(1, "holds the offsets 0 to 2, but the group stands at 1000");
        assertThat(reply(view("customer_id", "2", 1))).contains("\"seen\":2");
        assertThat(offset(0)).isEqualTo(1000);
    }

    @Test
    void aTopicThatWasDeletedAndMadeAnew() throws Exception {
        reply(view("customer_id", "3", 0));
        kafka.deleteTopics(List.of(Topics.events(service))).all().get();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
            kafka.createTopics(List.of(new NewTopic(Topics.events(service), PARTITIONS, (short) 1)))
                    .all()
                    .get();
            return true;
        });

        view("customer_id", "3", 0);

        awaitStopped(PARTITIONS, "deleted and made anew");
        assertThat(seen("3")).isEqualTo(1);
    }

    /** Of a log that was cut before it, the archive would stop too. */
    private void awaitArchived(int partition, long next) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count("select next_offset from partition_offset where partition = "
                                + partition + " and consumer_group = '" + group("archive") + "'"))
                        .isEqualTo(next));
    }

    private void awaitStopped(int partitions, String reason) {
        var partitionsHealth = reactor.getBean("partitionsHealthIndicator", HealthIndicator.class);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(gauge("p13n.reactor.partitions.stopped")).isEqualTo(partitions);
            Health health = Objects.requireNonNull(partitionsHealth.health());
            assertThat(health.getStatus()).isEqualTo(partitions > 0 ? Status.DOWN : Status.UP);
            assertThat(health.getDetails().toString()).contains(reason);
        });
    }
}
