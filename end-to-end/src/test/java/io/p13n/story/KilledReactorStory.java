package io.p13n.story;

import static io.p13n.story.Customer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reactor is killed in the middle of load, again and again; nothing is counted twice and nothing is lost. */
class KilledReactorStory {

    private static final int CUSTOMERS = 5;
    private static final int KILLS = 3;

    @TempDir
    private Path data;

    @Test
    void everyAcknowledgedEventCountsExactlyOnce() throws Exception {
        try (var system = SeparateParts.start(data)) {
            awaitDecision(system);
            var acknowledged = new ConcurrentHashMap<String, AtomicInteger>();
            var enough = new AtomicBoolean();
            var writers = Executors.newFixedThreadPool(CUSTOMERS);
            try {
                var written = new ArrayList<Future<Integer>>();
                for (int i = 0; i < CUSTOMERS; i++) {
                    written.add(writers.submit(writing(system, "c" + i + "@example.com", acknowledged, enough)));
                }
                for (int i = 0; i < KILLS; i++) {
                    awaitFurtherProgress(acknowledged);
                    system.killReactor();
                    awaitFurtherProgress(acknowledged);
                    system.startReactor();
                    awaitDecision(system);
                }
                enough.set(true);
                for (var each : written) {
                    assertThat(each.get()).isPositive();
                }
            } finally {
                writers.shutdownNow();
            }

            Map<String, Long> expected = new TreeMap<>();
            acknowledged.forEach((email, count) -> expected.put(email, (long) count.get()));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(counted(system)).isEqualTo(expected));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(stored(system)).isEqualTo(expected));
        }
    }

    private static Callable<Integer> writing(
            SeparateParts system, String email, Map<String, AtomicInteger> acknowledged, AtomicBoolean enough) {
        var customer = new Customer(new Website(system), email);
        return () -> {
            var mine = acknowledged.computeIfAbsent(email, key -> new AtomicInteger());
            while (!enough.get()) {
                Answer answer = customer.views("shoes");
                assertThat(answer.accepted()).as("%s", answer).isTrue();
                mine.incrementAndGet();
            }
            return mine.get();
        };
    }

    private static void awaitFurtherProgress(Map<String, AtomicInteger> acknowledged) {
        int before = total(acknowledged);
        await().atMost(Duration.ofSeconds(30)).until(() -> total(acknowledged) > before + 3 * CUSTOMERS);
    }

    private static int total(Map<String, AtomicInteger> acknowledged) {
        return acknowledged.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private static void awaitDecision(SeparateParts system) {
        var probe = new Customer(new Website(system), "probe@example.com");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> probe.did("shop.web_events", with("event_name", "probe"))
                                .status()
                        == 200);
    }

    /** The counter on each customer's profile. */
    private static Map<String, Long> counted(SeparateParts system) throws SQLException {
        return query(
                system,
                "select i.value, (p.state::json -> 'a' -> 'all_views' ->> 1)::numeric"
                        + " from identity i join profile p on p.id = i.profile where i.value like 'c%'");
    }

    /** The events in the store. */
    private static Map<String, Long> stored(SeparateParts system) throws SQLException {
        return query(
                system, "select body ->> 'email', count(*) from event where body ->> 'email' like 'c%' group by 1");
    }

    private static Map<String, Long> query(SeparateParts system, String sql) throws SQLException {
        var found = new TreeMap<String, Long>();
        try (var database = system.database();
                var rows = database.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getLong(2));
            }
        }
        return found;
    }
}
