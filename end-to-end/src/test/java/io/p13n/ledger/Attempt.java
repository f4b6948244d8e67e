package io.p13n.ledger;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One request that carried an event.
 *
 * @param id unique over all rows; it stands in the event's body
 * @param outcome what the caller knows of it
 * @param ingest to which it was sent; null if there was none to take it
 * @param status of the answer; 0 if none came
 * @param answer its body; empty if none came
 * @param sentAt nanoseconds of {@link System#nanoTime}
 * @param answeredAt the same
 */
record Attempt(
        String id,
        Event event,
        @Nullable URI ingest,
        Outcome outcome,
        int status,
        String answer,
        long sentAt,
        long answeredAt) {

    /** What a caller knows of its event. */
    enum Outcome {
        /** 200: kept and decided. */
        DECIDED,
        /** 202: kept. */
        KEPT,
        /** 4xx, or nobody took the connection: not kept. */
        REFUSED,
        /** 5xx, or the connection broke: perhaps kept. */
        UNKNOWN;

        static Outcome of(int status) {
            if (status == 200) {
                return DECIDED;
            }
            if (status == 202) {
                return KEPT;
            }
            return status >= 500 || status == 0 ? UNKNOWN : REFUSED;
        }
    }

    boolean acknowledged() {
        return outcome == Outcome.DECIDED || outcome == Outcome.KEPT;
    }

    long nanos() {
        return answeredAt - sentAt;
    }
}
