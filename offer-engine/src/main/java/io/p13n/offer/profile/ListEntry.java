package io.p13n.offer.profile;

import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last that was heard of a row.
 *
 * @param fields String, Double or Boolean by name; absent where the row was removed
 */
public record ListEntry(String id, Moment moment, @Nullable Map<String, Object> fields) {

    /** The order in which they stand in a list. */
    static final Comparator<ListEntry> LATEST_FIRST =
            Comparator.comparing(ListEntry::moment).reversed().thenComparing(ListEntry::id);

    public ListEntry {
        fields = fields == null ? null : Map.copyOf(fields);
    }

    boolean isRemoval() {
        return fields == null;
    }

    /** Of two of the same row, the later; of two of the same event, the removal. */
    static ListEntry later(ListEntry one, ListEntry other) {
        var order = one.moment.compareTo(other.moment);
        if (order == 0) {
            return one.isRemoval() ? one : other;
        }
        return order > 0 ? one : other;
    }
}
