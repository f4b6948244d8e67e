package io.p13n.offer.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the rows of a table in memory hold, for payloads to look up.
 *
 * @param key the column that tells rows apart; text
 * @param columns the types of the others, in the order of the document
 */
public record CatalogDefinition(String name, String key, Map<String, ValueType> columns) {

    public CatalogDefinition {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
