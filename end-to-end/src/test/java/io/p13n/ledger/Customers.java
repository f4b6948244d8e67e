package io.p13n.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who is who by the events that were kept: ids that were seen together, over however many events, are one customer's.
 */
final class Customers {

    private final Map<String, String> parents = new HashMap<>();

    private Customers() {}

    /** The kept attempts of each customer. */
    static Collection<List<Attempt>> of(List<Attempt> kept) {
        var customers = new Customers();
        kept.forEach(attempt -> customers.join(attempt.event().ids()));
        return kept.stream()
                .collect(Collectors.groupingBy(
                        attempt -> customers.root(attempt.event().route()), TreeMap::new, Collectors.toList()))
                .values();
    }

    private void join(List<String> ids) {
        String root = root(ids.get(0));
        ids.forEach(id -> parents.put(root(id), root));
    }

    private String root(String id) {
        String root = id;
        while (!parents.getOrDefault(root, root).equals(root)) {
            root = parents.get(root);
        }
        return root;
    }
}
