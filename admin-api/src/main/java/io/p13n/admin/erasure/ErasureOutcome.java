package io.p13n.admin.erasure;

import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What came of an order to erase persons. */
public sealed interface ErasureOutcome {

    /** All of them are erased, and stay so. */
    record Done(List<Erased> erased) implements ErasureOutcome {

        public Done {
            erased = List.copyOf(erased);
        }
    }

    /**
     * What was erased with one id.
     *
     * @param receipt names the row in {@code erasure} that proves it without naming anybody
     * @param before events accepted before this moment neither count nor are kept; later ones begin a new profile
     * @param profiles how many there were; none if nobody was known
     * @param events of the event store
     * @param deadLetters of the service's topic
     */
    record Erased(UUID receipt, Instant before, int profiles, long events, int deadLetters) {}

    /**
     * Nothing was done.
     *
     * @param reason with what would be right
     * @param errors where the order is wrong
     */
    record Refused(Fault fault, String reason, List<InputError> errors) implements ErasureOutcome {

        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
