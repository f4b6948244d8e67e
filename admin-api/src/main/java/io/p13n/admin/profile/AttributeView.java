package io.p13n.admin.profile;

import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.ListEntry;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.SingleState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a profile has of one attribute.
 *
 * @param kind {@code single}, {@code counter}, {@code list} or {@code imported}
 * @param redacted whether there may be more, which is not shown
 * @param values what decisions read now, by flat name, but for the rows of a list; what is missing is left out
 * @param time of the event that a single value comes from, even if it is kept no longer
 * @param rows of a list, latest first
 */
record AttributeView(
        String kind,
        boolean sensitive,
        boolean redacted,
        Map<String, Object> values,
        @Nullable Instant time,
        @Nullable List<Row> rows) {

    private static final double EXACT = 1L << 53;

    /** A row of a list, and the time of its event. */
    record Row(String id, Instant time, Map<String, Object> fields) {

        static Row of(ListEntry entry) {
            return new Row(entry.id(), entry.moment().time(), readable(Objects.requireNonNull(entry.fields())));
        }
    }

    static AttributeView redacted(AttributeDefinition attribute) {
        return new AttributeView(kind(attribute), true, true, Map.of(), null, null);
    }

    /**
     * All of it.
     *
     * @param state null where there is none
     * @param values of the whole profile, by flat name
     */
    static AttributeView of(
            AttributeDefinition attribute, @Nullable AttributeState state, Map<String, Object> values, Instant now) {
        var own = new TreeMap<String, Object>();
        for (String name : attribute.flatNames()) {
            Object value = values.get(name);
            if (value != null && !(attribute instanceof Listed && name.equals(attribute.name()))) {
                own.put(name, readable(value));
            }
        }
        return new AttributeView(
                kind(attribute),
                attribute.sensitive(),
                false,
                own,
                state instanceof SingleState single ? single.moment().time() : null,
                attribute instanceof Listed list && state instanceof ListState entries
                        ? rows(entries.rows(now, list.maxItems(), list.keep()))
                        : null);
    }

    /** What is kept of an attribute of which nothing is known but this. */
    static AttributeView undefined(String name, AttributeState state, boolean redacted) {
        if (state instanceof SingleState single) {
            return undefined(
                    "single",
                    redacted,
                    Map.of(name, readable(single.value())),
                    single.moment().time(),
                    null);
        }
        if (state instanceof ListState list) {
            return undefined("list", redacted, Map.of(), null, rows(list.rows(Instant.MIN, Integer.MAX_VALUE, null)));
        }
        Map<String, Object> total =
                state instanceof CounterState counter ? Map.of(name, readable(counter.total())) : Map.of();
        return undefined("counter", redacted, total, null, null);
    }

    private static AttributeView undefined(
            String kind,
            boolean redacted,
            Map<String, Object> values,
            @Nullable Instant time,
            @Nullable List<Row> rows) {
        return redacted
                ? new AttributeView(kind, true, true, Map.of(), null, null)
                : new AttributeView(kind, true, false, values, time, rows);
    }

    private static List<Row> rows(List<ListEntry> entries) {
        return entries.stream().map(Row::of).toList();
    }

    private static String kind(AttributeDefinition attribute) {
        if (attribute instanceof Counter) {
            return "counter";
        }
        if (attribute instanceof Listed) {
            return "list";
        }
        return attribute instanceof Imported ? "imported" : "single";
    }

    private static Map<String, Object> readable(Map<String, Object> fields) {
        var readable = new TreeMap<String, Object>();
        fields.forEach((name, value) -> readable.put(name, readable(value)));
        return readable;
    }

    /** Whole numbers without a decimal point, as offers have them. */
    private static Object readable(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(element -> readable((Object) element)).toList();
        }
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) <= EXACT
                ? (Object) number.longValue()
                : value;
    }
}
