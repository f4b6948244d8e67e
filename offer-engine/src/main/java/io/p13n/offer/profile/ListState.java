package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows by id. A removal is an entry like a row, with its moment, so that a row that comes late stays removed.
 *
 * @param cleared when all rows were last removed; absent is never
 * @param entries those later than that, one a row id, latest first
 */
public record ListState(@Nullable Moment cleared, List<ListEntry> entries) implements AttributeState {

    /** Before the first event. */
    public static final ListState NOTHING = new ListState(null, List.of());

    public ListState {
        entries = List.copyOf(entries);
    }

    /** After a row was set or removed; this one where something later is known of the row. */
    @SuppressWarnings("ReferenceEquality") // one of the two is chosen
    public ListState with(ListEntry entry) {
        if (cleared != null && entry.moment().compareTo(cleared) <= 0) {
            return this;
        }
        int from = place(entry.id());
        return from < entries.size() && ListEntry.later(entries.get(from), entry) != entry
                ? this
                : new ListState(cleared, moved(from, entry));
    }

    /** Of the row's entry; the end where it has none. */
    private int place(String row) {
        int place = 0;
        while (place < entries.size() && !entries.get(place).id().equals(row)) {
            place++;
        }
        return place;
    }

    /** The entries with this one instead of the one that stood there; its place is nearly always the first. */
    private List<ListEntry> moved(int from, ListEntry latest) {
        int to = 0;
        while (to < from && ListEntry.LATEST_FIRST.compare(entries.get(to), latest) < 0) {
            to++;
        }
        var moved = entries.toArray(new ListEntry[Math.max(entries.size(), from + 1)]);
        System.arraycopy(moved, to, moved, to + 1, from - to);
        moved[to] = latest;
        return List.of(moved);
    }

    /** After all rows were removed. */
    public ListState cleared(Moment moment) {
        if (cleared != null && cleared.compareTo(moment) >= 0) {
            return this;
        }
        return new ListState(
                moment,
                entries.stream()
                        .filter(entry -> entry.moment().compareTo(moment) > 0)
                        .toList());
    }

    /**
     * Without what no reader would ever see: what is older than it is kept, as of the newest entry, and what is beyond the
     * limit. Of rows and of removals the latest stay.
     */
    public ListState pruned(int maxItems, @Nullable Duration keep) {
        var horizon = keep == null || entries.isEmpty()
                ? Instant.MIN
                : entries.get(0).moment().time().minus(keep);
        if (entries.size() <= maxItems && oldest().isAfter(horizon)) {
            return this;
        }
        var left = new ArrayList<ListEntry>(entries.size());
        int rows = 0;
        int removals = 0;
        for (var entry : entries) {
            int count = entry.isRemoval() ? ++removals : ++rows;
            if (count <= maxItems && entry.moment().time().isAfter(horizon)) {
                left.add(entry);
            }
        }
        return new ListState(cleared, left);
    }

    private Instant oldest() {
        return entries.isEmpty()
                ? Instant.MAX
                : entries.get(entries.size() - 1).moment().time();
    }

    /** The rows, latest first. */
    public List<ListEntry> rows(Instant now, int maxItems, @Nullable Duration keep) {
        var rows = new ArrayList<ListEntry>();
        for (var entry : entries) {
            if (!entry.isRemoval()
                    && rows.size() < maxItems
                    && (keep == null || entry.moment().time().plus(keep).isAfter(now))) {
                rows.add(entry);
            }
        }
        return rows;
    }

    @Override
    public AttributeState merge(AttributeState other) {
        if (!(other instanceof ListState list)) {
            return other instanceof ExposureState ? this : other;
        }
        var last = later(cleared, list.cleared);
        var latest = new HashMap<String, ListEntry>();
        for (var one : List.of(entries, list.entries)) {
            one.forEach(entry -> latest.merge(entry.id(), entry, ListEntry::later));
        }
        return new ListState(
                last,
                latest.values().stream()
                        .filter(entry -> last == null || entry.moment().compareTo(last) > 0)
                        .sorted(ListEntry.LATEST_FIRST)
                        .toList());
    }

    private static @Nullable Moment later(@Nullable Moment one, @Nullable Moment other) {
        return one == null || (other != null && other.compareTo(one) > 0) ? other : one;
    }
}
