package io.p13n.reactor.catalog;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One catalog as it is held. Immutable.
 *
 * @param generation what was last looked at
 * @param rows values by column, by key: of that generation, or, where it was refused, of the one before
 * @param refused whether it was
 */
record Catalog(long generation, Map<String, Map<String, Object>> rows, boolean refused) {

    static final Catalog NOTHING = new Catalog(-1, Map.of(), false);

    /** What stays when a newer generation can't be held. */
    Catalog refusing(long newer) {
        return new Catalog(newer, rows, true);
    }

    @Nullable
    Object value(String key, String column) {
        return rows.getOrDefault(key, Map.of()).get(column);
    }
}
