package io.p13n.admin.erasure;

import java.time.Instant;
import java.util.UUID;

/** What came of an order to erase a person. */
public sealed interface ErasureOutcome {

    /**
     * All is erased, and stays so.
     *
     * @param receipt names the row in {@code erasure} that proves it without naming anybody
     * @param before events accepted before this moment neither count nor are kept; later ones begin a new profile
     * @param profiles how many there were; none if nobody was known
     * @param events of the event store
     * @param deadLetters of the service's topic
     */
    record Erased(UUID receipt, Instant before, int profiles, long events, int deadLetters) implements ErasureOutcome {}

    /** Nothing was done, and why, with what would be right. */
    record Refused(String reason) implements ErasureOutcome {}
}
