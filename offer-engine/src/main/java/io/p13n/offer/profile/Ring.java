package io.p13n.offer.profile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums by bucket of time: those of the newest sixty buckets that ever had an event, aligned to the epoch. What is older than
 * those is forgotten, so the buckets depend on which events came and not on their order. Buckets without an event take no
 * room, for most have none.
 */
final class Ring {

    static final int BUCKETS = 60;

    /** Newest first; within sixty of the first. */
    private final long[] buckets;

    /** In millionths. */
    private final long[] sums;

    private Ring(long[] buckets, long[] sums) {
        this.buckets = buckets;
        this.sums = sums;
    }

    static Ring of(long bucket, long micros) {
        return new Ring(new long[] {bucket}, new long[] {micros});
    }

    /**
     * One that was stored.
     *
     * @param size how many of the buckets there are, at least one
     * @throws IllegalArgumentException if it never was a ring
     */
    static Ring restored(long[] buckets, long[] sums, int size) {
        for (int i = 1; i < size; i++) {
            if (buckets[i] >= buckets[i - 1] || buckets[i] <= buckets[0] - BUCKETS) {
                throw new IllegalArgumentException("no ring has the buckets " + Arrays.toString(buckets));
            }
        }
        return new Ring(Arrays.copyOf(buckets, size), Arrays.copyOf(sums, size));
    }

    Ring add(long bucket, long micros) {
        if (bucket <= buckets[0] - BUCKETS) {
            return this;
        }
        int place = 0;
        while (place < buckets.length && buckets[place] > bucket) {
            place++;
        }
        return place < buckets.length && buckets[place] == bucket
                ? changed(place, micros)
                : inserted(place, bucket, micros);
    }

    private Ring changed(int place, long micros) {
        var changed = sums.clone();
        changed[place] = Micros.add(changed[place], micros);
        return new Ring(buckets, changed);
    }

    private Ring inserted(int place, long bucket, long micros) {
        int kept = kept(Math.max(buckets[0], bucket));
        return new Ring(inserted(buckets, place, bucket, kept), inserted(sums, place, micros, kept));
    }

    private static long[] inserted(long[] before, int place, long value, int kept) {
        var after = new long[kept + 1];
        System.arraycopy(before, place, after, place + 1, kept - place);
        System.arraycopy(before, 0, after, 0, place);
        after[place] = value;
        return after;
    }

    /** How many are within sixty of that bucket. */
    private int kept(long newest) {
        int kept = buckets.length;
        while (kept > 0 && buckets[kept - 1] <= newest - BUCKETS) {
            kept--;
        }
        return kept;
    }

    Ring merge(Ring other) {
        var merged = this;
        for (int i = 0; i < other.buckets.length; i++) {
            merged = merged.add(other.buckets[i], other.sums[i]);
        }
        return merged;
    }

    /** The sum of the sixty buckets that end with this one, and of any later ones (of a clock ahead). */
    long sum(long bucket) {
        long sum = 0;
        for (int i = 0; i < buckets.length && buckets[i] > bucket - BUCKETS; i++) {
            sum = Micros.add(sum, sums[i]);
        }
        return sum;
    }

    int size() {
        return buckets.length;
    }

    /** The newest is the first. */
    long bucket(int place) {
        return buckets[place];
    }

    long sumAt(int place) {
        return sums[place];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ring ring && Arrays.equals(buckets, ring.buckets) && Arrays.equals(sums, ring.sums);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return Arrays.toString(buckets) + Arrays.toString(sums);
    }
}
