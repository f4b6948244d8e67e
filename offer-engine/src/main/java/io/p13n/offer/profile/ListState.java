package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows by id. A removal is an entry like a row, with its moment, so that a row that comes late stays removed.
 *
 * @param cleared when all rows were last removed; absent is never
 * @param entries those later than that, by row id
 */
public record ListState(@Nullable Moment cleared, SortedMap<String, ListEntry> entries) implements AttributeState {

    /** Before the first event. */
    public static final ListState NOTHING = new ListState(null, Collections.emptySortedMap());

    private static final Comparator<Map.Entry<String, ListEntry>> LATEST_FIRST =
            Comparator.<Map.Entry<String, ListEntry>, Moment>comparing(
                            entry -> entry.getValue().moment(), Comparator.reverseOrder())
                    .thenComparing(Map.Entry::getKey);

    public ListState {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** After a row was set, or, where its fields are absent, removed. */
    public ListState with(String id, ListEntry entry) {
        if (cleared != null && entry.moment().compareTo(cleared) <= 0) {
            return this;
        }
        var changed = new TreeMap<>(entries);
        changed.merge(id, entry, ListEntry::later);
        return new ListState(cleared, changed);
    }

    /** After all rows were removed. */
    public ListState cleared(Moment moment) {
        return cleared == null || cleared.compareTo(moment) < 0 ? since(moment, entries) : this;
    }

    /**
     * Without what no reader would ever see: what is older than it is kept, as of the newest entry, and what is beyond the
     * limit. Of rows and of removals the latest stay.
     */
    public ListState pruned(int maxItems, @Nullable Duration keep) {
        if (entries.size() <= maxItems && keep == null) {
            return this;
        }
        var horizon = keep == null || entries.isEmpty() ? Instant.MIN : newest().minus(keep);
        var left = new TreeMap<String, ListEntry>();
        int[] count = new int[2];
        entries.entrySet().stream()
                .filter(entry -> entry.getValue().moment().time().isAfter(horizon))
                .sorted(LATEST_FIRST)
                .filter(entry -> count[entry.getValue().fields() == null ? 0 : 1]++ < maxItems)
                .forEach(entry -> left.put(entry.getKey(), entry.getValue()));
        return left.size() == entries.size() ? this : new ListState(cleared, left);
    }

    /** The rows, latest first. */
    public List<Map.Entry<String, ListEntry>> rows(Instant now, int maxItems, @Nullable Duration keep) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().fields() != null)
                .filter(entry -> keep == null
                        || entry.getValue().moment().time().plus(keep).isAfter(now))
                .sorted(LATEST_FIRST)
                .limit(maxItems)
                .toList();
    }

    @Override
    public AttributeState merge(AttributeState other) {
        if (!(other instanceof ListState list)) {
            return other instanceof ExposureState ? this : other;
        }
        var both = new HashMap<>(entries);
        list.entries.forEach((id, entry) -> both.merge(id, entry, ListEntry::later));
        var last = cleared == null || (list.cleared != null && list.cleared.compareTo(cleared) > 0)
                ? list.cleared
                : cleared;
        return last == null ? new ListState(null, new TreeMap<>(both)) : since(last, both);
    }

    private Instant newest() {
        return entries.values().stream()
                .map(entry -> entry.moment().time())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private static ListState since(Moment moment, Map<String, ListEntry> entries) {
        var later = new TreeMap<String, ListEntry>();
        entries.forEach((id, entry) -> {
            if (entry.moment().compareTo(moment) > 0) {
                later.put(id, entry);
            }
        });
        return new ListState(moment, later);
    }
}
