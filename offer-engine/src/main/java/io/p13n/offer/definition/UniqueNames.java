package io.p13n.offer.definition;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Sees to it that no two things of a sort share a name. */
final class UniqueNames {

    private final Map<String, String> pathByName = new HashMap<>();

    void add(Value named, String name) {
        if (name.isEmpty()) {
            return;
        }
        var first = pathByName.putIfAbsent(name, named.path());
        if (first != null) {
            named.refuse("`" + name + "` is taken by " + first + "; choose another name");
        }
    }

    Set<String> names() {
        return pathByName.keySet();
    }
}
