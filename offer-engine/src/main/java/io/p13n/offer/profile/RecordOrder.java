package io.p13n.offer.profile;

import java.util.UUID;

/** The order of record ids by their bits, unsigned, which for UUIDv7 is the order of time. */
final class RecordOrder {

    private RecordOrder() {}

    /** Not {@link UUID#compareTo}, which compares signed halves. */
    static int compare(UUID one, UUID other) {
        var high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    static UUID earlier(UUID one, UUID other) {
        return compare(one, other) <= 0 ? one : other;
    }
}
