package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest value of a field, with the moment that makes it the latest.
 *
 * @param value String, Double (finite), Boolean, or Instant in milliseconds
 */
public record SingleState(Object value, Moment moment) implements AttributeState {

    /** The state after one more event: an older value changes nothing, in whatever order they come. */
    public static SingleState apply(@Nullable AttributeState before, Object value, Moment moment) {
        return before instanceof SingleState single && single.moment.compareTo(moment) >= 0
                ? single
                : new SingleState(value, moment);
    }

    /** The value, unless it was kept for so long since its event's time; without a limit it is kept for ever. */
    public @Nullable Object valueAt(Instant now, @Nullable Duration keep) {
        return keep == null || moment.time().plus(keep).isAfter(now) ? value : null;
    }

    @Override
    public AttributeState merge(AttributeState other) {
        return other instanceof SingleState single && single.moment.compareTo(moment) > 0 ? single : this;
    }
}
