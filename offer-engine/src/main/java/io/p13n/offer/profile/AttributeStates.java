package io.p13n.offer.profile;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a profile keeps, by name: of each attribute, and, under {@link ExposureState#name}, of each capped offer. Immutable. Two
 * arrays and no map, for one is made at every event.
 */
public final class AttributeStates {

    public static final AttributeStates NONE = new AttributeStates(new String[0], new AttributeState[0]);

    /** Sorted. */
    private final String[] names;

    private final AttributeState[] states;

    private AttributeStates(String[] names, AttributeState[] states) {
        this.names = names;
        this.states = states;
    }

    public static AttributeStates of(Map<String, AttributeState> states) {
        var sorted = new TreeMap<>(states);
        return new AttributeStates(
                sorted.keySet().toArray(String[]::new), sorted.values().toArray(AttributeState[]::new));
    }

    public int size() {
        return names.length;
    }

    /** Null where there is none. */
    public @Nullable AttributeState get(String name) {
        var place = Arrays.binarySearch(names, name);
        return place < 0 ? null : states[place];
    }

    /**
     * The states of several names at once, in their order; null where there is none.
     *
     * @param sorted the names, sorted
     */
    public @Nullable AttributeState[] of(String[] sorted) {
        var found = new @Nullable AttributeState[sorted.length];
        int mine = 0;
        for (int i = 0; i < sorted.length; i++) {
            int order = 1;
            while (mine < names.length && (order = compare(names[mine], sorted[i])) < 0) {
                mine++;
            }
            if (order == 0) {
                found[i] = states[mine++];
            }
        }
        return found;
    }

    public AttributeStates with(String name, AttributeState state) {
        return with(new String[] {name}, new AttributeState[] {state});
    }

    /**
     * With other states under those names, and the rest as it is.
     *
     * @param sorted the names, sorted
     * @param others their states; null where nothing changes
     */
    public AttributeStates with(String[] sorted, @Nullable AttributeState[] others) {
        var changed = states.clone();
        int mine = 0;
        for (int i = 0; i < sorted.length; i++) {
            var other = others[i];
            if (other != null) {
                while (mine < names.length && compare(names[mine], sorted[i]) < 0) {
                    mine++;
                }
                if (mine == names.length || compare(names[mine], sorted[i]) != 0) {
                    return union(sorted, others);
                }
                changed[mine++] = other;
            }
        }
        return new AttributeStates(names, changed);
    }

    /** The same where some of the names are new. */
    private AttributeStates union(String[] sorted, @Nullable AttributeState[] others) {
        var union = new TreeMap<String, AttributeState>();
        forEach(union::put);
        for (int i = 0; i < sorted.length; i++) {
            var other = others[i];
            if (other != null) {
                union.put(sorted[i], other);
            }
        }
        return of(union);
    }

    /** Of both; what both have is merged. */
    AttributeStates merge(AttributeStates other) {
        var theirs = other.of(names);
        var merged = new AttributeState[names.length];
        for (int i = 0; i < names.length; i++) {
            var state = theirs[i];
            merged[i] = state == null ? states[i] : states[i].merge(state);
        }
        return other.with(names, merged);
    }

    /** In the order of the names. */
    public void forEach(BiConsumer<String, AttributeState> visitor) {
        for (int i = 0; i < names.length; i++) {
            visitor.accept(names[i], states[i]);
        }
    }

    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // names are shared more often than not
    private static int compare(String one, String other) {
        return one == other ? 0 : one.compareTo(other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AttributeStates that
                && Arrays.equals(names, that.names)
                && Arrays.equals(states, that.states);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(states);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((name, state) -> text.append(text.length() == 1 ? "" : ", ")
                .append(name)
                .append('=')
                .append(state));
        return text.append('}').toString();
    }
}
