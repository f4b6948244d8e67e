package io.p13n.contract;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The event's id, made by ingest: a UUIDv7 (RFC 9562, section 5.7), that is 48 bits of Unix time in milliseconds and 74
 * random ones.
 *
 * <p>Law: the smallest record id wins wherever a tie between profiles or values has to be broken, so ids are compared
 * as unsigned 128-bit numbers, never by {@link UUID#compareTo}, which is signed.
 *
 * <p>Our own, since libraries make ids under a lock, on which event loops would park.
 */
public final class RecordId {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RecordId() {}

    /** A new record id. Unique, not secret: its random part comes from a fast, predictable source. Never waits. */
    public static UUID next() {
        var random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << 16 | VERSION | random.nextLong() >>> 52;
        return new UUID(time, VARIANT | random.nextLong() >>> 2);
    }
}
