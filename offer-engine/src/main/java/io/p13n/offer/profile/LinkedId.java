package io.p13n.offer.profile;

import java.util.Comparator;
import java.util.UUID;

/**
 * An id of a profile.
 *
 * @param since the record id of the event that linked it
 * @param proven whether a server has said so; what only a browser has claimed proves nothing
 */
public record LinkedId(Id id, UUID since, boolean proven) {

    /** By age alone: the ids of one event are equally old. */
    public static final Comparator<LinkedId> OLDEST = Comparator.comparing(LinkedId::since, RecordOrder::compare);

    /** By age, and on by key and value, so that the order is total. */
    public static final Comparator<LinkedId> OLDEST_FIRST = OLDEST.thenComparing(
                    linked -> linked.id().key())
            .thenComparing(linked -> linked.id().value());

    /** The same id, linked in two profiles that become one. */
    static LinkedId joined(LinkedId one, LinkedId other) {
        LinkedId older = OLDEST_FIRST.compare(one, other) <= 0 ? one : other;
        return new LinkedId(older.id, older.since, one.proven || other.proven);
    }
}
