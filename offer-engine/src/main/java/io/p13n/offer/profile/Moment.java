package io.p13n.offer.profile;

import io.p13n.offer.event.AcceptedEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * Where an event stands among the others of a customer, whatever the order in which they come.
 *
 * @param time of the event
 */
public record Moment(Instant time, Instant acceptedAt, UUID recordId) implements Comparable<Moment> {

    public static Moment of(AcceptedEvent event) {
        return new Moment(event.time(), event.acceptedAt(), event.recordId());
    }

    @Override
    public int compareTo(Moment other) {
        var byTime = time.compareTo(other.time);
        if (byTime != 0) {
            return byTime;
        }
        var byAcceptance = acceptedAt.compareTo(other.acceptedAt);
        return byAcceptance != 0 ? byAcceptance : RecordOrder.compare(recordId, other.recordId);
    }
}
