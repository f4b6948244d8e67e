package io.p13n.offer.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A named value on a profile, and where it comes from. */
public sealed interface AttributeDefinition {

    String name();

    /** Whether its value must stay away from public callers. */
    boolean sensitive();

    /** The attributes that it makes: itself and, as {@code name_sub}, each part of it. */
    default List<String> flatNames() {
        return List.of(name());
    }

    /**
     * The latest value of an event field.
     *
     * @param on a key event; absent is any event
     * @param keep how long after its event's time a value is there; absent is for ever
     */
    record Single(
            String name,
            @Nullable String on,
            String column,
            ValueType type,
            @Nullable Duration keep,
            boolean sensitive) implements AttributeDefinition {}

    /**
     * A sum over events.
     *
     * @param on a key event; absent is any event
     * @param window whole minutes; absent is a total
     * @param subWindows shorter windows by name, in the order of the document; empty for a total
     */
    record Counter(
            String name,
            @Nullable String on,
            Increment increment,
            @Nullable Duration window,
            Map<String, Duration> subWindows,
            boolean sensitive)
            implements AttributeDefinition {

        public Counter {
            subWindows = Collections.unmodifiableMap(new LinkedHashMap<>(subWindows));
        }

        @Override
        public List<String> flatNames() {
            var names = new ArrayList<String>();
            names.add(name);
            subWindows.keySet().forEach(sub -> names.add(flatName(sub)));
            return List.copyOf(names);
        }

        public String flatName(String subWindow) {
            return name + "_" + subWindow;
        }
    }

    /**
     * Rows by id, the latest first.
     *
     * @param on a key event; absent is any event
     * @param id the event field whose value tells rows apart
     * @param fields the event fields that a row has besides
     * @param maxItems 1 to 1000; beyond it the oldest rows give way
     * @param keep how long after its event's time a row is there; absent is for ever
     * @param aggregates by name, in the order of the document
     */
    record Listed(
            String name,
            @Nullable String on,
            String id,
            List<String> fields,
            int maxItems,
            @Nullable Duration keep,
            List<Removal> removeOn,
            Map<String, Aggregate> aggregates,
            boolean sensitive)
            implements AttributeDefinition {

        public Listed {
            fields = List.copyOf(fields);
            removeOn = List.copyOf(removeOn);
            aggregates = Collections.unmodifiableMap(new LinkedHashMap<>(aggregates));
        }

        @Override
        public List<String> flatNames() {
            var names = new ArrayList<String>();
            names.add(name);
            aggregates.keySet().forEach(aggregate -> names.add(flatName(aggregate)));
            return List.copyOf(names);
        }

        public String flatName(String aggregate) {
            return name + "_" + aggregate;
        }
    }

    /**
     * What takes rows away.
     *
     * @param id the event field that names the row; absent is every row
     */
    record Removal(String keyEvent, @Nullable String id) {}

    /** One value made of a list: of its id, or of one of its fields. */
    record Aggregate(Function function, String field) {

        public enum Function {
            /** Of the oldest row. */
            FIRST,
            /** Of the latest row. */
            LAST,
            SUM,
            MIN,
            MAX,
            /** Each value once, the latest first. */
            DISTINCT
        }
    }

    /** Set by the batch import alone. */
    record Imported(String name, ValueType type, boolean sensitive) implements AttributeDefinition {}

    /** What an event adds to a counter. */
    sealed interface Increment {

        /** The same for every event; at most six decimal places. */
        record Constant(BigDecimal amount) implements Increment {}

        /** What an event field holds; an event without it adds nothing. */
        record Field(String column) implements Increment {}
    }
}
