package io.p13n.offer.profile;

import java.util.Arrays;

/**
 * Sums by bucket of time: the newest sixty buckets that ever had an event, aligned to the epoch. What is older than
 * those is forgotten, so the buckets depend on which events came and not on their order.
 */
final class Ring {

    static final int BUCKETS = 60;

    private final long newest;

    /** In millionths; the first is of the newest bucket, the next of the one before it. */
    private final long[] sums;

    private Ring(long newest, long[] sums) {
        this.newest = newest;
        this.sums = sums;
    }

    static Ring of(long bucket, long micros) {
        var sums = new long[BUCKETS];
        sums[0] = micros;
        return new Ring(bucket, sums);
    }

    static Ring restored(long newest, long[] sums) {
        return new Ring(newest, Arrays.copyOf(sums, BUCKETS));
    }

    Ring add(long bucket, long micros) {
        if (bucket <= newest - BUCKETS) {
            return this;
        }
        var ring = new Ring(Math.max(newest, bucket), sumsFrom(Math.max(newest, bucket)));
        var age = (int) (ring.newest - bucket);
        ring.sums[age] = Micros.add(ring.sums[age], micros);
        return ring;
    }

    Ring merge(Ring other) {
        var latest = Math.max(newest, other.newest);
        var mine = sumsFrom(latest);
        var theirs = other.sumsFrom(latest);
        for (int age = 0; age < BUCKETS; age++) {
            mine[age] = Micros.add(mine[age], theirs[age]);
        }
        return new Ring(latest, mine);
    }

    /** The sum of the sixty buckets that end with this one, and of any later ones (of a clock ahead). */
    long sum(long bucket) {
        long sum = 0;
        var oldest = bucket - BUCKETS + 1;
        for (int age = 0; age < BUCKETS && newest - age >= oldest; age++) {
            sum = Micros.add(sum, sums[age]);
        }
        return sum;
    }

    long newest() {
        return newest;
    }

    long sumOfAge(int age) {
        return sums[age];
    }

    /** A copy of the sums as seen from a bucket that is not older than the newest. */
    private long[] sumsFrom(long bucket) {
        var shifted = new long[BUCKETS];
        var shift = bucket - newest;
        if (shift < BUCKETS) {
            System.arraycopy(sums, 0, shifted, (int) shift, BUCKETS - (int) shift);
        }
        return shifted;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ring ring && newest == ring.newest && Arrays.equals(sums, ring.sums);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(newest) + Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return newest + Arrays.toString(sums);
    }
}
