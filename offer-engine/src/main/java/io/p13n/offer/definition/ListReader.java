package io.p13n.offer.definition;

import io.p13n.offer.definition.AttributeDefinition.Aggregate;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Removal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads an attribute of the kind {@code list}. */
final class ListReader {

    private static final int MAX_FIELDS = 20;
    private static final int MAX_ITEMS = 1000;
    private static final int DEFAULT_ITEMS = 100;

    /** Of 500 bytes each, ids included: a list is written whole with its profile. */
    private static final int MAX_VALUES = 2500;

    private static final int MAX_REMOVALS = 20;
    private static final int MAX_AGGREGATES = 20;

    private final AttributeReader attributes;
    private final Set<String> listNames;

    ListReader(AttributeReader attributes, Set<String> listNames) {
        this.attributes = attributes;
        this.listNames = listNames;
    }

    Listed read(Value value) {
        var members = value.members(Set.of(
                "name", "kind", "on", "id", "fields", "max_items", "keep", "remove_on", "aggregates", "sensitive"));
        var name = members.required("name", attributes::name, "");
        var id = members.required("id", ListReader::field, "");
        List<String> fields = members.optional("fields", list -> others(list, id), List.of());
        var maxItems = members.optional("max_items", items -> (int) items.integer(1, MAX_ITEMS), DEFAULT_ITEMS);
        if (maxItems * (fields.size() + 1) > MAX_VALUES) {
            value.refuse("may hold " + maxItems * (fields.size() + 1)
                    + " values, `max_items` times the id and the fields;" + " at most " + MAX_VALUES + " are taken");
        }
        listNames.add(name);
        return new Listed(
                name,
                attributes.on(members),
                id,
                fields,
                maxItems,
                members.optional("keep", Value::duration),
                members.optional("remove_on", list -> list.list(1, MAX_REMOVALS, this::removal), List.of()),
                members.optional("aggregates", list -> aggregates(list, name, id, fields), Map.of()),
                members.optional("sensitive", Value::bool, false));
    }

    private static String field(Value value) {
        return value.text(AttributeReader.MAX_COLUMN);
    }

    private static List<String> others(Value list, String id) {
        var known = new HashSet<String>();
        return list.list(0, MAX_FIELDS, value -> other(value, id, known));
    }

    private static String other(Value value, String id, Set<String> known) {
        var field = field(value);
        if (!known.add(field)) {
            value.refuse("`" + field + "` appears twice; keep one");
        }
        if (field.equals(id)) {
            value.refuse("`" + field + "` is the row's id, which is there anyway; leave it out of `fields`");
        }
        return field;
    }

    private Removal removal(Value value) {
        var members = value.members(Set.of("key_event", "id"));
        var keyEvent = members.required("key_event", attributes::keyEvent, "");
        if (keyEvent.equals(AttributeReader.ANY)) {
            value.refuse("rows are removed by a key event; name one");
        }
        return new Removal(keyEvent, members.optional("id", ListReader::field));
    }

    private Map<String, Aggregate> aggregates(Value value, String list, String id, List<String> fields) {
        var aggregates = new LinkedHashMap<String, Aggregate>();
        var known = new TreeSet<>(fields);
        known.add(id);
        Members.all(value).values().forEach((name, member) -> {
            attributes.part(member, list, name);
            if (!Names.isIdentifierPart(name)) {
                member.refuse("an aggregate's name has only letters, digits and _, at most 64");
            }
            var aggregate = aggregate(member, known);
            if (aggregate != null) {
                aggregates.put(name, aggregate);
                if (aggregate.function() == Aggregate.Function.DISTINCT) {
                    listNames.add(list + "_" + name);
                }
            }
        });
        if (aggregates.size() > MAX_AGGREGATES) {
            value.refuse("has " + aggregates.size() + " aggregates; at most " + MAX_AGGREGATES + " are taken");
        }
        return aggregates;
    }

    private static @Nullable Aggregate aggregate(Value value, Set<String> fields) {
        var members = value.members(Set.of("first", "last", "sum", "min", "max", "distinct"));
        if (members.values().size() != 1) {
            value.refuse("must have one of first, last, sum, min, max and distinct, like `{sum: price}`");
            return null;
        }
        var member = members.values().entrySet().iterator().next();
        var field = member.getValue().text();
        if (!field.isEmpty() && !fields.contains(field)) {
            member.getValue()
                    .refuse("`" + field + "` is neither the id nor among `fields`"
                            + OfferReader.suggestion(fields, field));
        }
        var function = Aggregate.Function.valueOf(member.getKey().toUpperCase(Locale.ROOT));
        return new Aggregate(function, field);
    }
}
