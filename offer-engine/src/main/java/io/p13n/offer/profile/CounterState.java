package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** A sum over events: a total, or a ring for each window. */
public final class CounterState implements AttributeState {

    /** Before the first event. */
    public static final CounterState NOTHING = new CounterState(0, Collections.emptySortedMap());

    /** In millionths. */
    private final long total;

    /** By window, in seconds: so a sub-window may be renamed without losing its sum. */
    private final SortedMap<Long, Ring> rings;

    CounterState(long total, SortedMap<Long, Ring> rings) {
        this.total = total;
        this.rings = rings;
    }

    /**
     * The state after one more event.
     *
     * @param windows whole minutes; none is a total
     * @param micros the increment, in millionths
     */
    public static CounterState apply(
            @Nullable AttributeState before, Set<Duration> windows, long micros, Instant time) {
        var state = before instanceof CounterState counter ? counter : NOTHING;
        if (windows.isEmpty()) {
            return new CounterState(Micros.add(state.total, micros), state.rings);
        }
        var rings = new TreeMap<>(state.rings);
        for (var window : windows) {
            var bucket = bucket(time, window.toSeconds());
            rings.compute(
                    window.toSeconds(),
                    (seconds, ring) -> ring == null ? Ring.of(bucket, micros) : ring.add(bucket, micros));
        }
        return new CounterState(state.total, rings);
    }

    public double total() {
        return Micros.toDouble(total);
    }

    /** The sum over the window that ends now, short by at most a sixtieth of the window at its far end. */
    public double sum(Duration window, Instant now) {
        var ring = rings.get(window.toSeconds());
        return ring == null ? 0 : Micros.toDouble(ring.sum(bucket(now, window.toSeconds())));
    }

    @Override
    public AttributeState merge(AttributeState other) {
        if (!(other instanceof CounterState counter)) {
            return other instanceof SingleState ? other : this;
        }
        BinaryOperator<Ring> both = Ring::merge;
        var merged = new TreeMap<>(rings);
        counter.rings.forEach((window, ring) -> merged.merge(window, ring, both));
        return new CounterState(Micros.add(total, counter.total), merged);
    }

    long totalMicros() {
        return total;
    }

    SortedMap<Long, Ring> rings() {
        return Collections.unmodifiableSortedMap(rings);
    }

    private static long bucket(Instant time, long windowSeconds) {
        return Math.floorDiv(time.toEpochMilli(), windowSeconds * 1000 / Ring.BUCKETS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CounterState counter && total == counter.total && rings.equals(counter.rings);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(total) + rings.hashCode();
    }

    @Override
    public String toString() {
        return "CounterState[total=" + total + ", rings=" + rings + "]";
    }
}
