package io.p13n.offer.definition;

import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What a new version of a definition may not change, because profiles hold what the old one made. */
public final class DefinitionChange {

    private DefinitionChange() {}

    /** What keeps one definition from following the other; both are of the same service. */
    public static List<DefinitionProblem> problems(ServiceDefinition before, ServiceDefinition after) {
        var problems = new ArrayList<DefinitionProblem>();
        var attributes = new HashMap<String, AttributeDefinition>();
        before.attributes().forEach(attribute -> attributes.put(attribute.name(), attribute));
        for (var attribute : after.attributes()) {
            var old = attributes.get(attribute.name());
            if (old != null && !nature(old).equals(nature(attribute))) {
                problems.add(after.places()
                        .attribute(attribute.name())
                        .problem("`" + attribute.name() + "` is " + said(old) + " in the current version, and profiles"
                                + " hold it as such; use a new name"));
            }
        }
        problems.addAll(keys(before, after));
        return problems;
    }

    private static List<DefinitionProblem> keys(ServiceDefinition before, ServiceDefinition after) {
        var problems = new ArrayList<DefinitionProblem>();
        for (var key : after.identity().keys()) {
            before.identity().keys().stream()
                    .filter(old -> old.name().equals(key.name()) && old.normalize() != key.normalize())
                    .forEach(old -> problems.add(after.places()
                            .identityKey(key.name())
                            .problem("`normalize` of `" + key.name() + "` can't change: known ids would no longer be"
                                    + " found; use a new key")));
        }
        return problems;
    }

    /** What its state depends on. */
    private static Map<String, Object> nature(AttributeDefinition attribute) {
        if (attribute instanceof Single single) {
            return Map.of("kind", "single", "type", single.type());
        }
        if (attribute instanceof Imported imported) {
            return Map.of("kind", "imported", "type", imported.type());
        }
        if (attribute instanceof Counter counter) {
            return Map.of(
                    "kind",
                    "counter",
                    "window",
                    Objects.toString(counter.window()),
                    "sub_windows",
                    counter.subWindows());
        }
        return Map.of("kind", "list", "id", ((Listed) attribute).id());
    }

    private static String said(AttributeDefinition attribute) {
        if (attribute instanceof Counter counter) {
            return counter.window() == null ? "a counter without window" : "a counter with other windows";
        }
        var nature = nature(attribute);
        return "of kind " + nature.get("kind")
                + (nature.containsKey("type")
                        ? " and type " + nature.get("type").toString().toLowerCase(Locale.ROOT)
                        : "");
    }
}
