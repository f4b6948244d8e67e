package io.p13n.ledger;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long callers waited.
 *
 * @param sorted milliseconds, ascending
 */
record Latency(List<Long> sorted) {

    static Latency of(List<Attempt> attempts) {
        return new Latency(attempts.stream()
                .map(attempt -> TimeUnit.NANOSECONDS.toMillis(attempt.nanos()))
                .sorted()
                .toList());
    }

    /** In milliseconds; 0 if nobody waited. */
    long percentile(int percent) {
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
    }
}
