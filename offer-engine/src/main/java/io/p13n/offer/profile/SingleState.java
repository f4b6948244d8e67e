package io.p13n.offer.profile;

import io.p13n.offer.event.AcceptedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The latest value of a field, with the moment that makes it the latest.
 *
 * @param value String, Double (finite), Boolean, or Instant in milliseconds
 * @param time of the event
 */
public record SingleState(Object value, Instant time, Instant acceptedAt, UUID recordId) implements AttributeState {

    public static SingleState of(Object value, AcceptedEvent event) {
        return new SingleState(value, event.time(), event.acceptedAt(), event.recordId());
    }

    /** The state after one more event: an older value changes nothing, in whatever order they come. */
    public static SingleState apply(@Nullable AttributeState before, Object value, AcceptedEvent event) {
        var state = of(value, event);
        return before instanceof SingleState single ? later(single, state) : state;
    }

    /** The value, unless it was kept for so long since its event's time; without a limit it is kept for ever. */
    public @Nullable Object valueAt(Instant now, @Nullable Duration keep) {
        return keep == null || time.plus(keep).isAfter(now) ? value : null;
    }

    @Override
    public AttributeState merge(AttributeState other) {
        return other instanceof SingleState single ? later(this, single) : this;
    }

    private static SingleState later(SingleState one, SingleState other) {
        return one.moment().compareTo(other.moment()) >= 0 ? one : other;
    }

    private Moment moment() {
        return new Moment(time, acceptedAt, recordId);
    }
}
