package io.p13n.offer.definition;

import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What a new version of a definition may not change, because profiles hold what the old one made. */
public final class DefinitionChange {

    private DefinitionChange() {}

    /** What keeps a definition from following what was before. */
    public static List<DefinitionProblem> problems(Precedents before, ServiceDefinition after) {
        var problems = new ArrayList<DefinitionProblem>();
        for (var attribute : after.attributes()) {
            var old = before.attributes().get(attribute.name());
            if (old != null && !nature(old.definition()).equals(nature(attribute))) {
                problems.add(after.places()
                        .attribute(attribute.name())
                        .problem("`" + attribute.name() + "` is " + said(old.definition()) + " in version "
                                + old.version() + ", and profiles hold it as such, even when it was taken out since;"
                                + " use a new name"));
            }
        }
        for (var key : after.identity().keys()) {
            var old = before.identityKeys().get(key.name());
            if (old != null && old.definition().normalize() != key.normalize()) {
                problems.add(after.places()
                        .identityKey(key.name())
                        .problem("`normalize` of `" + key.name() + "` is "
                                + said(old.definition().normalize().name()) + " in version " + old.version()
                                + " and can't change: known ids would no longer be found; use a new key"));
            }
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
                        ? " and type " + said(nature.get("type").toString())
                        : "");
    }

    private static String said(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }
}
