package io.p13n.offer.decision;

import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.definition.BuiltIn;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.SingleState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a profile's attributes at a moment, by flat name. A missing value is a missing member. */
final class AttributeValues {

    private final Profile profile;
    private final List<LinkedId> oldestFirst;
    private final BatchData data;
    private final Instant now;
    private final Map<String, Object> values = new HashMap<>();

    private AttributeValues(Profile profile, List<LinkedId> oldestFirst, BatchData data, Instant now) {
        this.profile = profile;
        this.oldestFirst = oldestFirst;
        this.data = data;
        this.now = now;
    }

    /**
     * The values of one profile.
     *
     * @param oldestFirst the profile's ids; among those of one event, the most trusted first
     * @param dropped gets the imported values that could not be taken
     */
    static Map<String, Object> of(
            List<AttributeDefinition> attributes,
            Profile profile,
            List<LinkedId> oldestFirst,
            BatchData data,
            Instant now,
            List<DroppedValue> dropped) {
        var values = new AttributeValues(profile, oldestFirst, data, now);
        values.put(BuiltIn.FIRST_SEEN, profile.firstSeen());
        values.put(BuiltIn.LAST_SEEN, profile.lastSeen());
        values.put(BuiltIn.KNOWN, profile.known());
        attributes.forEach(attribute -> values.add(attribute, dropped));
        return values.values;
    }

    private void add(AttributeDefinition attribute, List<DroppedValue> dropped) {
        if (attribute instanceof Single single) {
            add(single);
        } else if (attribute instanceof Counter counter) {
            add(counter);
        } else if (attribute instanceof Imported imported) {
            add(imported, dropped);
        }
    }

    private void add(Single single) {
        if (profile.states().get(single.name()) instanceof SingleState state) {
            put(single.name(), state.valueAt(now, single.keep()));
        }
    }

    private void add(Counter counter) {
        var state = profile.states().get(counter.name()) instanceof CounterState known ? known : CounterState.NOTHING;
        var window = counter.window();
        put(counter.name(), window == null ? state.total() : state.sum(window, now));
        counter.subWindows().forEach((sub, length) -> put(counter.flatName(sub), state.sum(length, now)));
    }

    private void add(Imported imported, List<DroppedValue> dropped) {
        var value = data.attribute(imported.name(), oldestFirst);
        if (value == null) {
            return;
        }
        var coercion = Coercion.of(value, imported.type());
        if (coercion instanceof Coercion.Coerced coerced) {
            put(imported.name(), coerced.value());
        } else if (coercion instanceof Coercion.Dropped none) {
            dropped.add(new DroppedValue(imported.name(), none.reason()));
        }
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
