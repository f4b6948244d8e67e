package io.p13n.offer.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * An event with what ingest stamped on it; together they are all that a decision knows of the moment.
 *
 * @param recordId a UUIDv7
 * @param acceptedAt the decision's "now", cut to milliseconds
 * @param table {@code database.table}
 */
public record AcceptedEvent(UUID recordId, Instant acceptedAt, String table, Caller caller, Event event) {

    public AcceptedEvent {
        acceptedAt = acceptedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The event's own time, but never later than its acceptance; without one, its acceptance. */
    public Instant time() {
        var seconds = event.time();
        if (seconds == null) {
            return acceptedAt;
        }
        var time = Instant.ofEpochSecond(seconds);
        return time.isAfter(acceptedAt) ? acceptedAt : time;
    }
}
