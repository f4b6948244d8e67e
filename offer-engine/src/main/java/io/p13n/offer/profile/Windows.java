package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The windows that a counter sums over, the shortest first, each length once; none where it is a total. Immutable. */
public final class Windows {

    public static final Windows NONE = new Windows(new long[0]);

    private final long[] seconds;

    private Windows(long[] seconds) {
        this.seconds = seconds;
    }

    /** Of whole minutes each. */
    public static Windows of(Collection<Duration> lengths) {
        return new Windows(lengths.stream()
                .mapToLong(Duration::toSeconds)
                .sorted()
                .distinct()
                .toArray());
    }

    /** Of lengths that are sorted. */
    static Windows ofSeconds(long[] sorted) {
        return new Windows(sorted);
    }

    int size() {
        return seconds.length;
    }

    long seconds(int place) {
        return seconds[place];
    }

    /** Negative where there is no such window. */
    int place(long length) {
        return Arrays.binarySearch(seconds, length);
    }

    /** Which bucket of a window a moment falls into, counted from the epoch. */
    long bucket(int place, Instant time) {
        return Math.floorDiv(time.toEpochMilli(), seconds[place] * 1000 / Ring.BUCKETS);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Windows windows && Arrays.equals(seconds, windows.seconds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(seconds);
    }

    @Override
    public String toString() {
        return Arrays.toString(seconds);
    }
}
