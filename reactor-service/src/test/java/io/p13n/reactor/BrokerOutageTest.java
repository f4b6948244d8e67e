package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The event log goes away while events come: partitions go on where they were, nothing is lost or counted twice. */
class BrokerOutageTest extends ReactorSurroundings {

    private static final Duration OUTAGE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofMinutes(1);

    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void mend() {
        over.set(true);
        Parts.broker().restart();
    }

    @Test
    void aBrokerThatIsGoneForAWhile() throws Exception {
        reply(view("customer_id", "61", 0));
        CompletableFuture<List<Future<RecordMetadata>>> load = CompletableFuture.supplyAsync(this::load);
        await().atMost(SOON).until(() -> seen("61") > 10);

        Parts.broker().stop();
        try (var wire = Wire.insteadOf(Parts.broker().port())) {
            await().pollDelay(OUTAGE).atMost(SOON).until(() -> true);
            // Consumers, feeds and producers, each with growing pauses; without pauses it is thousands.
            assertThat(wire.refused()).isBetween(1, 300);
        }
        long before = seen("61");
        Parts.broker().restart();
        await().atMost(SOON).until(() -> seen("61") > before + 10);
        over.set(true);

        int sent = 1;
        for (Future<RecordMetadata> each : load.get(1, TimeUnit.MINUTES)) {
            each.get(1, TimeUnit.MINUTES);
            sent++;
        }
        long all = sent;
        await().atMost(SOON).untilAsserted(() -> assertThat(seen("61")).isEqualTo(all));
        await().atMost(SOON).untilAsserted(() -> assertThat(archived()).isEqualTo(all));
        assertThat(offset(0) + offset(1) + offset(2)).isEqualTo(all);
        await().atMost(SOON).until(() -> gauge("p13n.reactor.partitions.waiting") == 0);
    }

    /** One event after the other, over all partitions. */
    private List<Future<RecordMetadata>> load() {
        var sent = new ArrayList<Future<RecordMetadata>>();
        while (!over.get()) {
            String event = "{\"event_name\":\"page_view\",\"customer_id\":\"61\"}";
            sent.add(log.send(event(event, sent.size() % PARTITIONS, UUID.randomUUID())));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return sent;
    }

    private long archived() {
        return count("select count(*) from event where instance = " + service.instance());
    }
}
