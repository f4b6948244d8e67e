package io.p13n.offer.decision;

import io.p13n.offer.decision.DroppedValue.Reason;
import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Increment;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.Micros;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.SingleState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one event changes in a profile's attributes. */
final class AttributeUpdates {

    private final AcceptedEvent event;
    private final Profile before;
    private final Map<String, AttributeState> changes = new HashMap<>();
    private final List<DroppedValue> dropped = new ArrayList<>();

    private AttributeUpdates(AcceptedEvent event, Profile before) {
        this.event = event;
        this.before = before;
    }

    /**
     * The profile after the event.
     *
     * @param happened whether the key event of that name happened; asked with null for any event
     * @param dropped gets what could not be taken
     */
    static Profile apply(
            List<AttributeDefinition> attributes,
            Predicate<@Nullable String> happened,
            AcceptedEvent event,
            Profile before,
            List<DroppedValue> dropped) {
        var updates = new AttributeUpdates(event, before);
        for (var attribute : attributes) {
            updates.apply(attribute, happened);
        }
        dropped.addAll(updates.dropped);
        return before.after(event.time(), updates.changes);
    }

    private void apply(AttributeDefinition attribute, Predicate<@Nullable String> happened) {
        if (attribute instanceof Single single) {
            if (happened.test(single.on())) {
                keep(single);
            }
        } else if (attribute instanceof Counter counter) {
            if (happened.test(counter.on())) {
                count(counter);
            }
        } else if (attribute instanceof Listed list) {
            change(list, happened);
        } else if (!(attribute instanceof Imported)) {
            throw new IllegalStateException("no rule for " + attribute);
        }
    }

    private void keep(Single single) {
        var value = event.event().fields().get(single.column());
        if (value == null) {
            return;
        }
        var coercion = Coercion.of(value, single.type());
        if (coercion instanceof Coercion.Coerced coerced) {
            var state = before.states().get(single.name());
            changes.put(single.name(), SingleState.apply(state, coerced.value(), event));
        } else if (coercion instanceof Coercion.Dropped none) {
            dropped.add(new DroppedValue(single.name(), none.reason()));
        }
    }

    private void count(Counter counter) {
        var increment = amount(counter.increment());
        if (increment == null) {
            return;
        }
        var micros = Micros.of(increment);
        if (micros == null) {
            dropped.add(new DroppedValue(counter.name(), Reason.NOT_COERCIBLE));
            return;
        }
        var state = before.states().get(counter.name());
        changes.put(counter.name(), CounterState.apply(state, windows(counter), micros, event.time()));
    }

    private void change(Listed list, Predicate<@Nullable String> happened) {
        var state = before.states().get(list.name()) instanceof ListState known ? known : ListState.NOTHING;
        var changed = new ListUpdate(list, event, dropped).apply(state, happened);
        if (!changed.equals(state)) {
            changes.put(list.name(), changed);
        }
    }

    private @Nullable Object amount(Increment increment) {
        if (increment instanceof Increment.Constant constant) {
            return constant.amount();
        }
        return increment instanceof Increment.Field field
                ? event.event().fields().get(field.column())
                : null;
    }

    static Set<Duration> windows(Counter counter) {
        if (counter.window() == null) {
            return Set.of();
        }
        var windows = new HashSet<>(counter.subWindows().values());
        windows.add(counter.window());
        return windows;
    }
}
