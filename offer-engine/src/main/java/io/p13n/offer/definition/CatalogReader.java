package io.p13n.offer.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the catalogs of a service. */
final class CatalogReader {

    private static final int MAX_CATALOGS = 100;
    private static final int MAX_COLUMNS = 100;

    private final UniqueNames catalogs = new UniqueNames();

    static List<CatalogDefinition> catalogs(Value value) {
        var reader = new CatalogReader();
        return value.list(0, MAX_CATALOGS, reader::catalog);
    }

    private CatalogDefinition catalog(Value value) {
        var members = value.members(Set.of("name", "key", "columns"));
        var key = members.required("key", Names::identifier, "");
        return new CatalogDefinition(
                members.required("name", this::name, ""),
                key,
                members.required("columns", columns -> columns(columns, key), Map.of()));
    }

    private String name(Value value) {
        var name = Names.identifier(value);
        catalogs.add(value, name);
        return name;
    }

    private static Map<String, ValueType> columns(Value value, String key) {
        var columns = new LinkedHashMap<String, ValueType>();
        Members.all(value).values().forEach((name, type) -> {
            if (!Names.isIdentifierPart(name)) {
                type.refuse("a column's name has only letters, digits and _, at most 64");
            } else if (name.equals(key)) {
                type.refuse("`" + name + "` is the catalog's key, which is text; leave it out of `columns`");
            }
            columns.put(name, type.choice(ValueType.class));
        });
        if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
            value.refuse("has " + columns.size() + " columns; 1 to " + MAX_COLUMNS + " are taken");
        }
        return columns;
    }
}
