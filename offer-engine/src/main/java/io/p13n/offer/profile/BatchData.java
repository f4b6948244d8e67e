package io.p13n.offer.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the warehouse loaded: by id, and catalogs by their own keys. Immutable. */
public final class BatchData {

    public static final BatchData NONE = new BatchData(Map.of(), (catalog, key, column) -> null);

    private final Map<Id, BatchRow> rows;
    private final Catalogs catalogs;

    private BatchData(Map<Id, BatchRow> rows, Catalogs catalogs) {
        this.rows = rows;
        this.catalogs = catalogs;
    }

    /** Data that may hold ids of other profiles too; they don't matter. */
    public static BatchData of(Map<Id, BatchRow> rows) {
        return rows.isEmpty() ? NONE : new BatchData(Map.copyOf(rows), NONE.catalogs);
    }

    /** The same, and rows of catalogs to look things up in. */
    public BatchData with(Catalogs catalogs) {
        return new BatchData(rows, catalogs);
    }

    /** What a catalog has under a key; null where there is no such row or nothing in its column. */
    public @Nullable Object catalog(String catalog, String key, String column) {
        return catalogs.value(catalog, key, column);
    }

    /** Whether there is nothing of any id; there may be catalogs. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The rows of these ids alone, by id. */
    public Map<Id, BatchRow> known(List<LinkedId> ids) {
        var known = new HashMap<Id, BatchRow>();
        for (var linked : ids) {
            var row = rows.get(linked.id());
            if (row != null) {
                known.put(linked.id(), row);
            }
        }
        return known;
    }

    /** The rows of those ids of which the warehouse knows something, in their order. */
    public List<BatchRow> rows(List<LinkedId> ids) {
        var found = new ArrayList<BatchRow>(1);
        for (var linked : ids) {
            var row = rows.get(linked.id());
            if (row != null) {
                found.add(row);
            }
        }
        return found;
    }
}
