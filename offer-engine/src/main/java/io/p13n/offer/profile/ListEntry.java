package io.p13n.offer.profile;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last that was heard of a row.
 *
 * @param fields String, Double or Boolean by name; absent where the row was removed
 */
public record ListEntry(Moment moment, @Nullable Map<String, Object> fields) {

    public ListEntry {
        fields = fields == null ? null : Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** Of two, the later; of two of the same event, the removal. */
    static ListEntry later(ListEntry one, ListEntry other) {
        var order = one.moment.compareTo(other.moment);
        if (order == 0) {
            return one.fields == null ? one : other;
        }
        return order > 0 ? one : other;
    }
}
