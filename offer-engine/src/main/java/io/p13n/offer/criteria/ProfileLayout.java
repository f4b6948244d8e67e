package io.p13n.offer.criteria;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each attribute of a profile stands among the facts, by flat name, built-in ones included. Immutable. */
public final class ProfileLayout {

    private final Map<String, FactType> types;
    private final Map<String, Integer> slots = new HashMap<>();

    private ProfileLayout(Map<String, FactType> types) {
        this.types = new LinkedHashMap<>(types);
        types.keySet().forEach(name -> slots.put(name, slots.size()));
    }

    /** A slot for each, in the order of the map. */
    public static ProfileLayout of(Map<String, FactType> types) {
        return new ProfileLayout(types);
    }

    public List<String> names() {
        return new ArrayList<>(types.keySet());
    }

    public int size() {
        return types.size();
    }

    /**
     * The place of an attribute.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public int slot(String name) {
        var slot = slots.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("no attribute " + name);
        }
        return slot;
    }

    Map<String, FactType> types() {
        return types;
    }
}
