package io.p13n.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** Replicas come and go under load: every event is answered, and counted once. How long it took is in the log. */
class HandOverTest extends ReactorSurroundings {

    private static final Logger out = LoggerFactory.getLogger(HandOverTest.class);

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private int told;

    private record Sent(UUID correlationId, long nanos) {

        Duration latency() {
            return Duration.ofNanos(answeredNanos.getOrDefault(correlationId, Long.MAX_VALUE) - nanos);
        }
    }

    @Test
    void scalingOutRollingAndScalingInLoseNothing() throws Exception {
        reply(view("customer_id", "51-0", 0));
        var load = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused = load.scheduleAtFixedRate(this::sendOne, 0, 10, TimeUnit.MILLISECONDS);

            phase("alone");
            ConfigurableApplicationContext second = startReactor();
            awaitOwners(2);
            phase("scaled out");
            reactor.close();
            awaitOwners(1);
            phase("one left");
            reactor = startReactor();
            awaitOwners(2);
            phase("it came back");
            second.close();
            awaitOwners(1);
            phase("scaled in");
        } finally {
            load.shutdown();
            assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        log.flush();

        replies(sent.stream().map(Sent::correlationId).toList());
        assertThat(seen("51-0") + seen("51-1") + seen("51-2")).isEqualTo(1 + sent.size());
    }

    private void sendOne() {
        UUID correlationId = UUID.randomUUID();
        int partition = sent.size() % PARTITIONS;
        sent.add(new Sent(correlationId, System.nanoTime()));
        var unused = log.send(event(
                "{\"event_name\":\"page_view\",\"customer_id\":\"51-" + partition + "\"}", partition, correlationId));
    }

    /** Lets a hundred events pass, and tells how long those took that were sent since the last phase. */
    private void phase(String name) {
        List<Sent> before = List.copyOf(sent);
        replies(before.stream().map(Sent::correlationId).toList());
        int count = before.size();
        await().atMost(Duration.ofSeconds(60)).until(() -> sent.size() > count + 100);
        List<Duration> latencies =
                before.stream().skip(told).map(Sent::latency).sorted().toList();
        told = count;
        if (!latencies.isEmpty()) {
            out.info(
                    "until {}: {} events, median {}, longest {}, {} over 500 ms",
                    name,
                    latencies.size(),
                    latencies.get(latencies.size() / 2),
                    latencies.get(latencies.size() - 1),
                    latencies.stream()
                            .filter(each -> each.compareTo(Duration.ofMillis(500)) > 0)
                            .count());
        }
    }

    private void awaitOwners(long replicas) {
        await().atMost(Duration.ofSeconds(60)).until(() -> owners("reactor") == replicas);
    }
}
