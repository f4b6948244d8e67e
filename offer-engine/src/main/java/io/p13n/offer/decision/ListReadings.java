package io.p13n.offer.decision;

import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.decision.StatePlan.PlacedProfile;
import io.p13n.offer.definition.AttributeDefinition.Aggregate;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.ValueType;
import io.p13n.offer.profile.ListEntry;
import io.p13n.offer.profile.ListState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** How a list and its aggregates are read. Missing fields don't count; nor do texts that are no numbers in sums. */
final class ListReadings {

    private final Listed list;
    private final int place;

    private ListReadings(Listed list, int place) {
        this.list = list;
        this.place = place;
    }

    static void add(Listed list, int place, ProfileLayout layout, AttributeReading[] bySlot) {
        var readings = new ListReadings(list, place);
        bySlot[layout.slot(list.name())] = readings::rows;
        list.aggregates()
                .forEach((name, aggregate) -> bySlot[layout.slot(list.flatName(name))] =
                        (profile, now) -> readings.aggregate(aggregate, profile, now));
    }

    private List<Map<String, Object>> rows(PlacedProfile profile, Instant now) {
        return state(profile).rows(now, list.maxItems(), list.keep()).stream()
                .map(this::row)
                .toList();
    }

    private Map<String, Object> row(ListEntry entry) {
        var row = new LinkedHashMap<String, Object>();
        row.put(list.id(), entry.id());
        for (var field : list.fields()) {
            var value = Objects.requireNonNull(entry.fields()).get(field);
            if (value != null) {
                row.put(field, value);
            }
        }
        return row;
    }

    private @Nullable Object aggregate(Aggregate aggregate, PlacedProfile profile, Instant now) {
        var values = rows(profile, now).stream()
                .map(row -> row.get(aggregate.field()))
                .filter(Objects::nonNull)
                .toList();
        return switch (aggregate.function()) {
            case FIRST -> values.isEmpty() ? null : values.get(values.size() - 1);
            case LAST -> values.isEmpty() ? null : values.get(0);
            case DISTINCT -> values.stream().distinct().toList();
            case SUM -> numbers(values).sum();
            case MIN -> boxed(numbers(values).min());
            case MAX -> boxed(numbers(values).max());
        };
    }

    private static DoubleStream numbers(List<Object> values) {
        return values.stream()
                .map(value -> Coercion.of(value, ValueType.NUMBER))
                .filter(Coercion.Coerced.class::isInstance)
                .mapToDouble(coerced -> (Double) ((Coercion.Coerced) coerced).value());
    }

    private static @Nullable Object boxed(OptionalDouble number) {
        return number.isPresent() ? (Object) number.getAsDouble() : null;
    }

    private ListState state(PlacedProfile profile) {
        return profile.states()[place] instanceof ListState state ? state : ListState.NOTHING;
    }
}
