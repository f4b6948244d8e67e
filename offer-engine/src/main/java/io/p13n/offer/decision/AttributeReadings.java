package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.definition.BuiltIn;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.SingleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How each attribute is read from a profile; planned once for a service. Immutable. */
final class AttributeReadings {

    private final AttributeReading[] bySlot;
    private final List<Imported> imported;
    private final int[] importedSlots;

    private AttributeReadings(AttributeReading[] bySlot, List<Imported> imported, int[] importedSlots) {
        this.bySlot = bySlot;
        this.imported = imported;
        this.importedSlots = importedSlots;
    }

    static AttributeReadings of(List<AttributeDefinition> attributes, ProfileLayout layout) {
        var bySlot = new AttributeReading[layout.size()];
        bySlot[layout.slot(BuiltIn.FIRST_SEEN)] = (profile, now) -> profile.firstSeen();
        bySlot[layout.slot(BuiltIn.LAST_SEEN)] = (profile, now) -> profile.lastSeen();
        bySlot[layout.slot(BuiltIn.KNOWN)] = (profile, now) -> profile.known();
        var imported = new ArrayList<Imported>();
        for (var attribute : attributes) {
            if (attribute instanceof Single single) {
                bySlot[layout.slot(single.name())] = single(single);
            } else if (attribute instanceof Counter counter) {
                counter(counter, layout, bySlot);
            } else if (attribute instanceof Listed list) {
                ListReadings.add(list, layout, bySlot);
            } else if (attribute instanceof Imported batch) {
                bySlot[layout.slot(batch.name())] = (profile, now) -> null;
                imported.add(batch);
            }
        }
        var slots =
                imported.stream().mapToInt(batch -> layout.slot(batch.name())).toArray();
        return new AttributeReadings(bySlot, List.copyOf(imported), slots);
    }

    /**
     * The values of one profile at a moment.
     *
     * @param oldestFirst the profile's ids; among those of one event, the most trusted first
     * @param dropped gets the imported values that could not be taken
     */
    Facts.Attributes of(
            Profile profile, List<LinkedId> oldestFirst, BatchData data, Instant now, List<DroppedValue> dropped) {
        var values = new AttributeValues(bySlot, profile, now);
        if (!data.isEmpty()) {
            for (int i = 0; i < importedSlots.length; i++) {
                var value = imported(imported.get(i), data, oldestFirst, dropped);
                values.put(importedSlots[i], value);
            }
        }
        return values;
    }

    private static @Nullable Object imported(
            Imported attribute, BatchData data, List<LinkedId> oldestFirst, List<DroppedValue> dropped) {
        var value = data.attribute(attribute.name(), oldestFirst);
        var coercion = value == null ? null : Coercion.of(value, attribute.type());
        if (coercion instanceof Coercion.Dropped none) {
            dropped.add(new DroppedValue(attribute.name(), none.reason()));
        }
        return coercion instanceof Coercion.Coerced coerced ? coerced.value() : null;
    }

    private static AttributeReading single(Single single) {
        return (profile, now) -> profile.states().get(single.name()) instanceof SingleState state
                ? state.valueAt(now, single.keep())
                : null;
    }

    private static void counter(Counter counter, ProfileLayout layout, AttributeReading[] bySlot) {
        var window = counter.window();
        bySlot[layout.slot(counter.name())] =
                window == null ? (profile, now) -> state(profile, counter).total() : windowed(counter, window);
        counter.subWindows()
                .forEach((sub, length) -> bySlot[layout.slot(counter.flatName(sub))] = windowed(counter, length));
    }

    private static AttributeReading windowed(Counter counter, Duration window) {
        return (profile, now) -> state(profile, counter).sum(window, now);
    }

    private static CounterState state(Profile profile, Counter counter) {
        return profile.states().get(counter.name()) instanceof CounterState state ? state : CounterState.NOTHING;
    }
}
