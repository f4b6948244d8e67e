package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.decision.StatePlan.PlacedProfile;
import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.definition.BuiltIn;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.CounterState;
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

    static AttributeReadings of(List<AttributeDefinition> attributes, ProfileLayout layout, StatePlan plan) {
        var bySlot = new AttributeReading[layout.size()];
        bySlot[layout.slot(BuiltIn.FIRST_SEEN)] =
                (placed, now) -> placed.profile().firstSeen();
        bySlot[layout.slot(BuiltIn.LAST_SEEN)] =
                (placed, now) -> placed.profile().lastSeen();
        bySlot[layout.slot(BuiltIn.KNOWN)] = (placed, now) -> placed.profile().known();
        var imported = new ArrayList<Imported>();
        for (var attribute : attributes) {
            if (attribute instanceof Single single) {
                bySlot[layout.slot(single.name())] = single(single, plan.place(single.name()));
            } else if (attribute instanceof Counter counter) {
                counter(counter, plan.place(counter.name()), layout, bySlot);
            } else if (attribute instanceof Listed list) {
                ListReadings.add(list, plan.place(list.name()), layout, bySlot);
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
     * @param rows what the warehouse knows of the profile's ids, of the oldest first; among those of one event, of the most
     *     trusted
     * @param dropped gets the imported values that could not be taken
     */
    Facts.Attributes of(PlacedProfile profile, List<BatchRow> rows, Instant now, List<DroppedValue> dropped) {
        var values = new AttributeValues(bySlot, profile, now);
        if (!rows.isEmpty()) {
            for (int i = 0; i < importedSlots.length; i++) {
                values.put(importedSlots[i], imported(imported.get(i), rows, dropped));
            }
        }
        return values;
    }

    private static @Nullable Object imported(Imported attribute, List<BatchRow> rows, List<DroppedValue> dropped) {
        for (var row : rows) {
            var value = row.attributes().get(attribute.name());
            if (value != null) {
                return taken(attribute, Coercion.of(value, attribute.type()), dropped);
            }
        }
        return null;
    }

    private static @Nullable Object taken(Imported attribute, Coercion coercion, List<DroppedValue> dropped) {
        if (coercion instanceof Coercion.Dropped none) {
            dropped.add(new DroppedValue(attribute.name(), none.reason()));
        }
        return coercion instanceof Coercion.Coerced coerced ? coerced.value() : null;
    }

    private static AttributeReading single(Single single, int place) {
        return (profile, now) ->
                profile.states()[place] instanceof SingleState state ? state.valueAt(now, single.keep()) : null;
    }

    private static void counter(Counter counter, int place, ProfileLayout layout, AttributeReading[] bySlot) {
        var window = counter.window();
        bySlot[layout.slot(counter.name())] =
                window == null ? (profile, now) -> state(profile, place).total() : windowed(place, window);
        counter.subWindows()
                .forEach((sub, length) -> bySlot[layout.slot(counter.flatName(sub))] = windowed(place, length));
    }

    private static AttributeReading windowed(int place, Duration window) {
        return (profile, now) -> state(profile, place).sum(window, now);
    }

    private static CounterState state(PlacedProfile profile, int place) {
        return profile.states()[place] instanceof CounterState state ? state : CounterState.NOTHING;
    }
}
