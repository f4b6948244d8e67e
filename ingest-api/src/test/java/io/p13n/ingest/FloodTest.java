package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.ingest.IngestSystem.Replica;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many times more than this replica has places for: what is too much is told so, nothing piles up, and it passes. */
class FloodTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    private static final int PLACES = 20;
    private static final int FLOOD = 2_000;
    private static final long MOST_LEFT_BEHIND = 48L << 20;

    @Test
    void aFloodIsRefusedAtOnceAndLeavesNothingBehind() throws Exception {
        SYSTEM.reactor().answerWith(""); // so each request that is let in sits on its place for the whole deadline
        try (Replica small = SYSTEM.another("--p13n.ingest.in-flight.requests=" + PLACES)) {
            long before = heap();

            List<Integer> statuses = flood(small);

            long refused = statuses.stream().filter(status -> status == 429).count();
            assertThat(statuses).hasSize(FLOOD).containsOnly(202, 429);
            assertThat(refused).isBetween(1L, FLOOD - (long) PLACES);
            assertThat(small.metric("p13n_ingest_refusals_total{check=\"too_many_waiting\""))
                    .isEqualTo((double) refused);
            assertThat(small.metric("p13n_ingest_in_flight_requests")).isZero();
            assertThat(small.metric("p13n_ingest_in_flight_memory")).isZero();
            assertThat(small.metric("p13n_ingest_waiting")).isZero();
            assertThat(heap() - before).isLessThan(MOST_LEFT_BEHIND);
            assertThat(Call.fromServer().send(small.port()).statusCode()).isEqualTo(202);
        }
    }

    private static List<Integer> flood(Replica replica) {
        Call call = Call.fromServer();
        var event = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + call.path()))
                .timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofString("{\"email\":\"a@b.c\",\"x\":\"" + "x".repeat(3000) + "\"}", UTF_8));
        call.headers().forEach(event::header);
        var request = event.build();
        var clients = IntStream.range(0, 4)
                .mapToObj(each -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build())
                .toList();
        // At most so many at once, each client with connections of its own: 10 times the places.
        var statuses = new java.util.concurrent.ConcurrentLinkedQueue<Integer>();
        for (int wave = 0; wave < FLOOD; wave += PLACES * 10) {
            CompletableFuture.allOf(IntStream.range(0, PLACES * 10)
                            .mapToObj(each -> clients.get(each % clients.size())
                                    .sendAsync(request, BodyHandlers.discarding())
                                    .thenApply(HttpResponse::statusCode)
                                    .thenAccept(statuses::add))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        return List.copyOf(statuses);
    }

    private static long heap() {
        var seen = new long[] {Long.MAX_VALUE};
        // The collector is asked until it finds no more.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            var runtime = Runtime.getRuntime();
            long used = runtime.totalMemory() - runtime.freeMemory();
            boolean settled = used >= seen[0] - (1 << 20);
            seen[0] = Math.min(seen[0], used);
            return settled;
        });
        return seen[0];
    }
}
