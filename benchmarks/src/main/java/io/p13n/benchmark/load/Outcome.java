package io.p13n.benchmark.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What came of one load. Requests that were due = answered + empty + failed + unanswered, and each of them is in {@code micros}.
 *
 * @param rate at which they were due, per second
 * @param micros how long after it was due each was answered or failed, and how long those have waited that did neither
 * @param answered with a 200 and offers, in time
 * @param empty with a 200, in time, but without offers
 * @param failed with another status, too late, or with a broken connection
 * @param unanswered when the patience with the last ones was over
 * @param behind under way at the moment when the last was sent
 */
record Outcome(int rate, Histogram micros, long answered, long empty, long failed, long unanswered, long behind) {

    static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private static final int DIGITS = 3;
    private static final double BEARABLE_P99_MILLIS = 50;
    private static final double BEARABLE_FAILURES = 0.001;
    private static final double BEARABLE_BACKLOG_SECONDS = 0.25;
    private static final double HOPELESS_FAILURES = 0.1;
    private static final double HOPELESS_BACKLOG_SECONDS = 1;

    static Histogram histogram() {
        return new Histogram(LONGEST_MICROS, DIGITS);
    }

    double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    long due() {
        return answered + missing();
    }

    /** Who got no offers in time. */
    long missing() {
        return empty + failed + unanswered;
    }

    /** Whether the server did what it was asked for, at whatever latency: next to no failures, and no growing backlog. */
    boolean keptUp() {
        return missing() <= due() * BEARABLE_FAILURES && behind <= Math.max(1, rate * BEARABLE_BACKLOG_SECONDS);
    }

    /** Whether it was so far from keeping up that another try would be no better. */
    boolean hopeless() {
        return missing() > due() * HOPELESS_FAILURES || behind > Math.max(1, rate * HOPELESS_BACKLOG_SECONDS);
    }

    /** Whether it did so with a p99 of at most 50 ms. */
    boolean held() {
        return keptUp() && millis(99) <= BEARABLE_P99_MILLIS;
    }
}
