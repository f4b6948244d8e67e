package io.p13n.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Far more callers at once than an ingest replica lets in. */
final class Flood {

    /** How many requests an ingest replica of the ledger has under way at most. */
    static final int PLACES = 64;

    private static final int CALLERS = 6 * PLACES;

    private Flood() {}

    /** Sends so many events, as fast as the callers get answers; returns when all have theirs. */
    static void pour(Scene scene, int events) throws InterruptedException {
        var callers = new Semaphore(CALLERS);
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            callers.acquire();
            String person = "%s.flood%d".formatted(scene.book().row(), i % CALLERS);
            var event = new Event(person, List.of("customer_id=" + person), Regular.amount(), Optional.empty());
            answers.add(scene.caller().sendAsync(event).whenComplete((attempt, failure) -> callers.release()));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    }
}
