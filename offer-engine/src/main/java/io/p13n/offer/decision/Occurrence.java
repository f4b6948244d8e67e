package io.p13n.offer.decision;

import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event while it changes a profile.
 *
 * @param dropped gets what can't be taken
 */
record Occurrence(AcceptedEvent event, Moment moment, Happenings happened, List<DroppedValue> dropped) {

    static Occurrence of(AcceptedEvent event, Happenings happened, List<DroppedValue> dropped) {
        return new Occurrence(event, Moment.of(event), happened, dropped);
    }

    @Nullable
    Object field(String name) {
        return event.event().fields().get(name);
    }

    /** A value as what it is to become; null where it can't, which is noted. */
    @Nullable
    Object taken(String attribute, Coercion coercion) {
        if (coercion instanceof Coercion.Dropped none) {
            dropped.add(new DroppedValue(attribute, none.reason()));
        }
        return coercion instanceof Coercion.Coerced coerced ? coerced.value() : null;
    }
}
