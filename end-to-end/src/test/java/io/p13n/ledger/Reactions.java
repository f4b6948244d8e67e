package io.p13n.ledger;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The reactors' own word: in = applied + duplicate + erased + dead-lettered.
 *
 * @param before what each replica had counted when the row began
 */
record Reactions(Site site, Map<String, Long> before) {

    /** Counters follow the commit that the checker sees. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Reactions before(Site site) throws IOException {
        return new Reactions(site, counted(site));
    }

    void mustHaveGrownBy(long records, Book book) {
        try {
            await().atMost(PATIENCE).until(() -> growth() == records);
        } catch (ConditionTimeoutException never) {
            book.complain("the reactors counted other than %d reactions: %s".formatted(records, never.getMessage()));
        }
    }

    private long growth() throws IOException {
        long growth = 0;
        for (var each : counted(site).entrySet()) {
            growth += each.getValue() - before.getOrDefault(each.getKey(), 0L);
        }
        return growth;
    }

    private static Map<String, Long> counted(Site site) throws IOException {
        var counted = new HashMap<String, Long>();
        for (Replica reactor : site.reactors()) {
            counted.put(reactor.part().name(), reactor.reactions());
        }
        return counted;
    }
}
