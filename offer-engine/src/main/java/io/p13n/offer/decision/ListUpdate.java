package io.p13n.offer.decision;

import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.ValueType;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.ListEntry;
import io.p13n.offer.profile.ListState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets rows of a list and removes them. Where an event does both to a row, the row is gone. */
final class ListUpdate implements AttributeUpdate {

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static final Map.Entry<String, Object>[] NO_FIELDS = new Map.Entry[0];

    private final Listed list;

    /** Each once. */
    private final List<String> fields;

    private final int keyEvent;
    private final List<Removal> removals;

    ListUpdate(Listed list, KeyEvents keyEvents) {
        this.list = list;
        this.fields = list.fields().stream().distinct().toList();
        this.keyEvent = keyEvents.number(list.on());
        this.removals = list.removeOn().stream()
                .map(removal -> new Removal(keyEvents.number(removal.keyEvent()), removal.id()))
                .toList();
    }

    /** What takes rows away; all of them where it names no field. */
    private record Removal(int keyEvent, @Nullable String id) {}

    @Override
    @SuppressWarnings("ReferenceEquality") // a list that doesn't change stays the same one
    public @Nullable AttributeState after(@Nullable AttributeState before, Occurrence event) {
        var known = before instanceof ListState state ? state : ListState.NOTHING;
        var after = event.happened().has(keyEvent) ? set(known, event) : known;
        for (var removal : removals) {
            if (event.happened().has(removal.keyEvent())) {
                after = removal.id() == null ? after.cleared(event.moment()) : removed(after, removal.id(), event);
            }
        }
        return after == known ? null : after.pruned(list.maxItems(), list.keep());
    }

    private ListState set(ListState state, Occurrence event) {
        var id = rowId(list.id(), event);
        return id == null ? state : state.with(new ListEntry(id, event.moment(), fields(event)));
    }

    private ListState removed(ListState state, String field, Occurrence event) {
        var id = rowId(field, event);
        return id == null ? state : state.with(new ListEntry(id, event.moment(), null));
    }

    private @Nullable String rowId(String field, Occurrence event) {
        var value = event.field(field);
        return value == null ? null : (String) event.taken(list.name(), Coercion.of(value, ValueType.STRING));
    }

    private Map<String, Object> fields(Occurrence event) {
        var taken = new ArrayList<Map.Entry<String, Object>>(fields.size());
        for (var name : fields) {
            var value = event.field(name);
            var field = value == null ? null : event.taken(list.name(), Coercion.of(value, type(value)));
            if (field != null) {
                taken.add(Map.entry(name, field));
            }
        }
        return Map.ofEntries(taken.toArray(NO_FIELDS));
    }

    private static ValueType type(Object value) {
        if (value instanceof Number) {
            return ValueType.NUMBER;
        }
        return value instanceof Boolean ? ValueType.BOOLEAN : ValueType.STRING;
    }
}
