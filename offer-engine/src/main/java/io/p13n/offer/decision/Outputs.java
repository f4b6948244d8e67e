package io.p13n.offer.decision;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of an offer's output names, in the order of the definition: String, Double, Boolean, Instant, a list, or constant
 * JSON. Immutable. No map, for many are made at every event and few are looked into.
 */
public final class Outputs {

    /** Of the definition. */
    private final List<String> names;

    /** One for each name; null where it is left out. */
    private final @Nullable Object[] values;

    Outputs(List<String> names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** Null where it was left out, and where there is no such name. */
    public @Nullable Object get(String name) {
        var place = names.indexOf(name);
        return place < 0 ? null : values[place];
    }

    /** Those that were not left out. */
    public void forEach(BiConsumer<String, Object> visitor) {
        for (int i = 0; i < values.length; i++) {
            var value = values[i];
            if (value != null) {
                visitor.accept(names.get(i), value);
            }
        }
    }
}
