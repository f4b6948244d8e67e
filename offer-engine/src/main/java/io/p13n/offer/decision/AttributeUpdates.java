package io.p13n.offer.decision;

import io.p13n.offer.decision.DroppedValue.Reason;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            List<PlannedUpdate> planned,
            Predicate<@Nullable String> happened,
            AcceptedEvent event,
            Profile before,
            List<DroppedValue> dropped) {
        var updates = new AttributeUpdates(event, before);
        for (var update : planned) {
            updates.apply(update, happened);
        }
        dropped.addAll(updates.dropped);
        return before.after(event.time(), updates.changes);
    }

    private void apply(PlannedUpdate update, Predicate<@Nullable String> happened) {
        var attribute = update.attribute();
        if (attribute instanceof Single single) {
            if (happened.test(single.on())) {
                keep(single);
            }
        } else if (attribute instanceof Counter counter) {
            if (happened.test(counter.on())) {
                count(counter, update);
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

    private void count(Counter counter, PlannedUpdate update) {
        var increment = update.increment();
        if (increment == null && counter.increment() instanceof Increment.Field field) {
            var value = event.event().fields().get(field.column());
            if (value == null) {
                return;
            }
            increment = Micros.of(value);
        }
        if (increment == null) {
            dropped.add(new DroppedValue(counter.name(), Reason.NOT_COERCIBLE));
            return;
        }
        var state = before.states().get(counter.name());
        changes.put(counter.name(), CounterState.apply(state, update.windows(), increment, event.time()));
    }

    private void change(Listed list, Predicate<@Nullable String> happened) {
        var state = before.states().get(list.name()) instanceof ListState known ? known : ListState.NOTHING;
        var changed = new ListUpdate(list, event, dropped).apply(state, happened);
        if (!changed.equals(state)) {
            changes.put(list.name(), changed);
        }
    }
}
