package io.p13n.offer.decision;

import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Increment;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.Micros;
import io.p13n.offer.profile.SingleState;
import io.p13n.offer.profile.Windows;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** How events change one attribute; planned once for a service. */
interface AttributeUpdate {

    /** The state after the event; null where it changes nothing. */
    @Nullable
    AttributeState after(@Nullable AttributeState before, Occurrence event);

    /** Keeps the latest value. */
    static AttributeUpdate of(Single single, int keyEvent) {
        return (before, event) -> {
            var value = event.happened().has(keyEvent) ? event.field(single.column()) : null;
            var taken = value == null ? null : event.taken(single.name(), Coercion.of(value, single.type()));
            return taken == null ? null : SingleState.apply(before, taken, event.moment());
        };
    }

    /** Adds. */
    static AttributeUpdate of(Counter counter, int keyEvent) {
        var windows = windows(counter);
        var constant = counter.increment() instanceof Increment.Constant same ? Micros.of(same.amount()) : null;
        return (before, event) -> {
            if (!event.happened().has(keyEvent)) {
                return null;
            }
            var increment = constant == null ? increment(counter, event) : constant;
            return increment == null
                    ? null
                    : CounterState.apply(
                            before, windows, increment, event.moment().time());
        };
    }

    static Windows windows(Counter counter) {
        if (counter.window() == null) {
            return Windows.NONE;
        }
        var windows = new HashSet<>(counter.subWindows().values());
        windows.add(counter.window());
        return Windows.of(windows);
    }

    private static @Nullable Long increment(Counter counter, Occurrence event) {
        var value = counter.increment() instanceof Increment.Field field ? event.field(field.column()) : null;
        var micros = value == null ? null : Micros.of(value);
        if (value != null && micros == null) {
            event.dropped().add(new DroppedValue(counter.name(), DroppedValue.Reason.NOT_COERCIBLE));
        }
        return micros;
    }
}
