package io.p13n.offer.definition;

import io.p13n.offer.definition.PayloadDefinition.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads what the output names of payloads stand for. */
final class EntryReader {

    private static final int MAX_OUTPUT_NAME = 256;
    private static final Set<String> SORTS = Set.of("attribute", "value", "text", "catalog");
    private static final Set<String> MEMBERS = Set.of("attribute", "value", "text", "catalog", "key", "column");

    private final Set<String> attributes;
    private final Set<String> lists;
    private final Map<String, CatalogDefinition> catalogs = new LinkedHashMap<>();

    EntryReader(Set<String> attributes, Set<String> lists, List<CatalogDefinition> catalogs) {
        this.attributes = attributes;
        this.lists = lists;
        catalogs.forEach(catalog -> this.catalogs.put(catalog.name(), catalog));
    }

    Map<String, Entry> entries(Value value) {
        var entries = new LinkedHashMap<String, Entry>();
        Members.all(value).values().forEach((output, entry) -> {
            if (output.isEmpty() || output.length() > MAX_OUTPUT_NAME) {
                entry.refuse("an output name has 1 to " + MAX_OUTPUT_NAME + " characters");
            }
            var read = entry(entry);
            if (read != null) {
                entries.put(output, read);
            }
        });
        return entries;
    }

    private @Nullable Entry entry(Value value) {
        var members = value.members(MEMBERS);
        checkSort(value, members);
        if (members.has("catalog")) {
            return lookUp(members);
        }
        for (var part : List.of("key", "column")) {
            members.optional(part, unused -> refuse(unused, "belongs to a `catalog`, which is missing"));
        }
        if (members.has("attribute")) {
            return members.optional("attribute", this::attribute);
        }
        return members.has("text")
                ? members.optional("text", text -> new Entry.Text(new TextReader(attributes, lists).read(text)))
                : members.optional("value", constant -> new Entry.Value(Constant.of(constant)));
    }

    private static void checkSort(Value value, Members members) {
        var sorts = SORTS.stream().filter(members::has).count();
        if (sorts > 1) {
            value.refuse("must have one of `attribute`, `value`, `text` and `catalog`, not several");
        } else if (members.values().isEmpty()
                && value.node() instanceof MappingNode mapping
                && mapping.getValue().isEmpty()) {
            value.refuse("must have one of `attribute`, `value`, `text` and `catalog`");
        }
    }

    private Entry attribute(Value value) {
        return new Entry.Attribute(attributeName(value));
    }

    private String attributeName(Value value) {
        var name = value.text();
        if (!name.isEmpty() && !attributes.contains(name)) {
            value.refuse("unknown attribute `" + name + "`" + OfferReader.suggestion(attributes, name));
        }
        return name;
    }

    private Entry lookUp(Members members) {
        var catalog = members.required("catalog", this::catalog, "");
        return new Entry.LookUp(
                catalog,
                members.required("key", this::key, ""),
                members.required("column", column -> column(column, catalog), ""));
    }

    private String catalog(Value value) {
        var name = value.text();
        if (!name.isEmpty() && !catalogs.containsKey(name)) {
            value.refuse("unknown catalog `" + name + "`" + OfferReader.suggestion(catalogs.keySet(), name));
        }
        return name;
    }

    private String key(Value value) {
        var name = attributeName(value);
        if (lists.contains(name)) {
            value.refuse("`" + name + "` is a list; the key must be a single value, like an aggregate `last`");
        }
        return name;
    }

    private String column(Value value, String catalog) {
        var name = value.text();
        var known = catalogs.get(catalog);
        if (known != null
                && !name.isEmpty()
                && !name.equals(known.key())
                && !known.columns().containsKey(name)) {
            value.refuse("unknown column `" + name + "`"
                    + OfferReader.suggestion(known.columns().keySet(), name));
        }
        return name;
    }

    private static boolean refuse(Value value, String message) {
        value.refuse(message);
        return false;
    }
}
