package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A sum over events: a total, or a ring for each window. */
public final class CounterState implements AttributeState {

    /** Before the first event. */
    public static final CounterState NOTHING = new CounterState(0, Windows.NONE, new Ring[0]);

    /** In millionths. */
    private final long total;

    /** By length: so a sub-window may be renamed without losing its sum. */
    private final Windows windows;

    /** One for each window. */
    private final Ring[] rings;

    private CounterState(long total, Windows windows, Ring[] rings) {
        this.total = total;
        this.windows = windows;
        this.rings = rings;
    }

    /** Rings by the length of their window, in seconds. */
    static CounterState of(long total, SortedMap<Long, Ring> rings) {
        var seconds = rings.keySet().stream().mapToLong(Long::longValue).toArray();
        return new CounterState(
                total, Windows.ofSeconds(seconds), rings.values().toArray(Ring[]::new));
    }

    /**
     * The state after one more event.
     *
     * @param micros the increment, in millionths
     */
    public static CounterState apply(@Nullable AttributeState before, Windows windows, long micros, Instant time) {
        var state = before instanceof CounterState counter ? counter : NOTHING;
        if (windows.size() == 0) {
            return new CounterState(Micros.add(state.total, micros), state.windows, state.rings);
        }
        return windows.equals(state.windows) ? state.added(micros, time) : state.merged(first(windows, micros, time));
    }

    private static CounterState first(Windows windows, long micros, Instant time) {
        var rings = new Ring[windows.size()];
        for (int i = 0; i < rings.length; i++) {
            rings[i] = Ring.of(windows.bucket(i, time), micros);
        }
        return new CounterState(0, windows, rings);
    }

    private CounterState added(long micros, Instant time) {
        var after = new Ring[rings.length];
        for (int i = 0; i < rings.length; i++) {
            after[i] = rings[i].add(windows.bucket(i, time), micros);
        }
        return new CounterState(total, windows, after);
    }

    public double total() {
        return Micros.toDouble(total);
    }

    /** The sum over the window that ends now, short by at most a sixtieth of the window at its far end. */
    public double sum(Duration window, Instant now) {
        var place = windows.place(window.toSeconds());
        return place < 0 ? 0 : Micros.toDouble(rings[place].sum(windows.bucket(place, now)));
    }

    @Override
    public AttributeState merge(AttributeState other) {
        if (!(other instanceof CounterState counter)) {
            return other instanceof SingleState ? other : this;
        }
        return merged(counter);
    }

    private CounterState merged(CounterState other) {
        var both = new TreeMap<Long, Ring>(rings());
        other.rings().forEach((window, ring) -> both.merge(window, ring, Ring::merge));
        return of(Micros.add(total, other.total), both);
    }

    long totalMicros() {
        return total;
    }

    /** By the length of their window, in seconds. */
    SortedMap<Long, Ring> rings() {
        var byWindow = new TreeMap<Long, Ring>();
        for (int i = 0; i < rings.length; i++) {
            byWindow.put(windows.seconds(i), rings[i]);
        }
        return byWindow;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CounterState counter
                && total == counter.total
                && windows.equals(counter.windows)
                && Arrays.equals(rings, counter.rings);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(total) + windows.hashCode()) + Arrays.hashCode(rings);
    }

    @Override
    public String toString() {
        return "CounterState[total=" + total + ", rings=" + rings() + "]";
    }
}
