package io.p13n.reactor.consume;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Why a partition is not read for now, and when it is tried again. Each further failure doubles the pause, up to five
 * seconds, and a fifth of it is chance, so that a thousand partitions don't come back in one moment.
 *
 * @param why for a person
 * @param stopped whether it needs an operator; else it ends by itself
 * @param attempts failures in a row, from 0
 * @param sinceNanos when it began, by {@link System#nanoTime}
 * @param dueNanos when it is tried again
 */
record Waiting(String why, boolean stopped, int attempts, long sinceNanos, long dueNanos) {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** A stopped partition is looked at again so seldom, to see whether an operator has mended it. */
    private static final Duration STOPPED = Duration.ofSeconds(5);

    /** Waits for nothing but to be placed. */
    static Waiting toBePlaced(long now) {
        return new Waiting("its offset is to be read", false, 0, now, now);
    }

    /** After a failure that passes by itself. */
    Waiting after(String failure, long now) {
        long pause = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(attempts, 10));
        return new Waiting(failure, false, attempts + 1, sinceNanos, now + jittered(pause));
    }

    /** After a find that only an operator can mend. */
    Waiting stopped(String find, long now) {
        return new Waiting(find, true, attempts, sinceNanos, now + jittered(STOPPED.toNanos()));
    }

    boolean isDue(long now) {
        return dueNanos - now <= 0;
    }

    Duration age(long now) {
        return Duration.ofNanos(now - sinceNanos);
    }

    private static long jittered(long pause) {
        return pause - ThreadLocalRandom.current().nextLong(pause / 5);
    }
}
