package io.p13n.offer.profile;

import java.util.Comparator;
import java.util.UUID;

/**
 * An id of a profile.
 *
 * @param since the record id of the event that linked it
 */
public record LinkedId(Id id, UUID since) {

    /** By age alone: the ids of one event are equally old. */
    public static final Comparator<LinkedId> OLDEST = Comparator.comparing(LinkedId::since, RecordOrder::compare);

    /** By age, and on by key and value, so that the order is total. */
    public static final Comparator<LinkedId> OLDEST_FIRST = OLDEST.thenComparing(
                    linked -> linked.id().key())
            .thenComparing(linked -> linked.id().value());
}
