package io.p13n.offer.definition;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The members of a mapping by name. */
final class Members {

    private final Value owner;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new HashMap<>();

    /** Whether a missing member is worth a word: not where it is there but wrong, or where this is no mapping. */
    private final Set<String> excused = new LinkedHashSet<>();

    private boolean isMapping = true;

    private Members(Value owner) {
        this.owner = owner;
    }

    /** Notes each member that is not known, that appears twice, or that has no value. */
    static Members of(Value owner, Set<String> known) {
        var members = all(owner);
        for (var name : Set.copyOf(members.values.keySet())) {
            if (!known.contains(name)) {
                var unknown = members.values.remove(name);
                var key = members.keys.get(name);
                if (unknown != null && key != null) {
                    new Value(key, unknown.path(), owner.problems())
                            .refuse("unknown member `" + name + "`" + remedy(known, name));
                }
            }
        }
        return members;
    }

    /** Members whose names the operator chose. */
    static Members all(Value owner) {
        var members = new Members(owner);
        if (owner.node() instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> members.add(tuple.getKeyNode(), tuple.getValueNode()));
        } else {
            members.isMapping = false;
            owner.refuse("must be a mapping, is " + owner.kind());
        }
        return members;
    }

    private void add(Node key, Node node) {
        if (!(key instanceof ScalarNode scalar)) {
            new Value(key, owner.path(), owner.problems()).refuse("a member's name must be text");
            return;
        }
        var name = scalar.getValue();
        var value = new Value(node, owner.path().isEmpty() ? name : owner.path() + "." + name, owner.problems());
        if (values.containsKey(name) || excused.contains(name)) {
            new Value(key, value.path(), owner.problems()).refuse("`" + name + "` appears twice; keep one");
        } else if (value.is(Tag.NULL)) {
            value.refuse("has no value; give one, or leave `" + name + "` out");
            excused.add(name);
        } else {
            values.put(name, value);
            keys.put(name, key);
        }
    }

    private static String remedy(Set<String> known, String name) {
        var suggestion = Suggestion.among(known, name);
        return suggestion.isEmpty()
                ? "; known here: " + String.join(", ", known.stream().sorted().toList())
                : suggestion;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Map<String, Value> values() {
        return values;
    }

    <T> T required(String name, Function<Value, T> reader, T standIn) {
        var value = values.get(name);
        if (value == null) {
            if (isMapping && !excused.contains(name)) {
                owner.refuse("`" + name + "` is missing");
            }
            return standIn;
        }
        return reader.apply(value);
    }

    <T> T optional(String name, Function<Value, T> reader, T otherwise) {
        var value = values.get(name);
        return value == null ? otherwise : reader.apply(value);
    }

    <T> @Nullable T optional(String name, Function<Value, T> reader) {
        var value = values.get(name);
        return value == null ? null : reader.apply(value);
    }
}
