package io.p13n.offer.decision;

import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.ValueType;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.ListEntry;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.Moment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one event changes in a list. Where it both sets and removes a row, the row is gone. */
final class ListUpdate {

    private final Listed list;
    private final AcceptedEvent event;
    private final Moment moment;
    private final List<DroppedValue> dropped;

    /** The list gets what could not be taken. */
    ListUpdate(Listed list, AcceptedEvent event, List<DroppedValue> dropped) {
        this.list = list;
        this.event = event;
        this.moment = Moment.of(event);
        this.dropped = dropped;
    }

    ListState apply(ListState before, Predicate<@Nullable String> happened) {
        var state = happened.test(list.on()) ? set(before) : before;
        for (var removal : list.removeOn()) {
            if (happened.test(removal.keyEvent())) {
                state = removal.id() == null ? state.cleared(moment) : removed(state, removal.id());
            }
        }
        return state.equals(before) ? before : state.pruned(list.maxItems(), list.keep());
    }

    private ListState set(ListState state) {
        var id = rowId(list.id());
        return id == null ? state : state.with(id, new ListEntry(moment, fields()));
    }

    private ListState removed(ListState state, String field) {
        var id = rowId(field);
        return id == null ? state : state.with(id, new ListEntry(moment, null));
    }

    private @Nullable String rowId(String field) {
        return (String) taken(event.event().fields().get(field), true);
    }

    private Map<String, Object> fields() {
        var fields = new HashMap<String, Object>();
        for (var name : list.fields()) {
            var value = taken(event.event().fields().get(name), false);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    /** Text, or a field as it is; null where there is none that can be taken. */
    private @Nullable Object taken(@Nullable Object value, boolean asText) {
        if (value == null) {
            return null;
        }
        var type = asText ? ValueType.STRING : type(value);
        var coercion = Coercion.of(value, type);
        if (coercion instanceof Coercion.Dropped none) {
            dropped.add(new DroppedValue(list.name(), none.reason()));
        }
        return coercion instanceof Coercion.Coerced coerced ? coerced.value() : null;
    }

    private static ValueType type(Object value) {
        if (value instanceof Number) {
            return ValueType.NUMBER;
        }
        return value instanceof Boolean ? ValueType.BOOLEAN : ValueType.STRING;
    }
}
