package io.p13n.contract;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/**
 * The event's id, made by ingest: a UUIDv7 (RFC 9562, section 5.7).
 *
 * <p>Law: the smallest record id wins wherever a tie between profiles or values has to be broken, so ids are compared
 * as unsigned 128-bit numbers, never by {@link UUID#compareTo}, which is signed.
 */
public final class RecordId {

    private RecordId() {}

    /** A new record id. Unique, not secret: its random part comes from a fast, predictable source. Never blocks. */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochFast();
    }
}
