package io.p13n.offer.definition;

import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Increment;
import io.p13n.offer.definition.AttributeDefinition.Single;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the attributes of a service. */
final class AttributeReader {

    /** Stands for every event of the service's tables. */
    static final String ANY = "any";

    private static final int MAX_ATTRIBUTES = 200;
    private static final int MAX_SUB_WINDOWS = 10;
    static final int MAX_COLUMN = 256;
    private static final BigDecimal MOST = BigDecimal.TEN.pow(12);
    private static final List<String> KINDS = List.of("single", "counter", "list", "imported");

    private final Set<String> keyEvents;
    private final UniqueNames flatNames = new UniqueNames();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> listNames = new TreeSet<>();

    AttributeReader(Set<String> keyEvents) {
        this.keyEvents = keyEvents;
    }

    /** The attributes that were read, each with its parts, and the built-in ones. */
    Set<String> flatNames() {
        var names = new TreeSet<>(flatNames.names());
        names.addAll(BuiltIn.TYPES.keySet());
        return names;
    }

    /** By attribute name. */
    Map<String, Place> places() {
        return places;
    }

    /** Those of them whose values are lists. */
    Set<String> listNames() {
        return listNames;
    }

    List<AttributeDefinition> attributes(Value value) {
        return value.list(0, MAX_ATTRIBUTES, this::attribute).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty where the kind can't be told; that is noted. */
    private Optional<AttributeDefinition> attribute(Value value) {
        var kind = Members.all(value).required("kind", AttributeReader::kind, "");
        return Optional.ofNullable(
                switch (kind) {
                    case "single" -> single(value);
                    case "counter" -> counter(value);
                    case "list" -> new ListReader(this, listNames).read(value);
                    case "imported" -> imported(value);
                    default -> null;
                });
    }

    private static String kind(Value value) {
        var kind = value.text();
        if (!kind.isEmpty() && !KINDS.contains(kind)) {
            value.refuse("`" + kind + "` is none of " + String.join(", ", KINDS) + Suggestion.among(KINDS, kind));
        }
        return kind;
    }

    private Single single(Value value) {
        var members = value.members(Set.of("name", "kind", "on", "column", "type", "keep", "sensitive"));
        return new Single(
                members.required("name", this::name, ""),
                on(members),
                members.required("column", column -> column.text(MAX_COLUMN), ""),
                members.required("type", type -> type.choice(ValueType.class), ValueType.STRING),
                members.optional("keep", Value::duration),
                members.optional("sensitive", Value::bool, false));
    }

    private Imported imported(Value value) {
        var members = value.members(Set.of("name", "kind", "type", "sensitive"));
        return new Imported(
                members.required("name", this::name, ""),
                members.required("type", type -> type.choice(ValueType.class), ValueType.STRING),
                members.optional("sensitive", Value::bool, false));
    }

    private Counter counter(Value value) {
        var members = value.members(Set.of("name", "kind", "on", "increment", "window", "sub_windows", "sensitive"));
        var name = members.required("name", this::name, "");
        var window = members.optional("window", AttributeReader::window);
        return new Counter(
                name,
                on(members),
                members.optional("increment", AttributeReader::increment, new Increment.Constant(BigDecimal.ONE)),
                window,
                members.optional("sub_windows", subs -> subWindows(subs, name, window), Map.of()),
                members.optional("sensitive", Value::bool, false));
    }

    private Map<String, Duration> subWindows(Value value, String name, @Nullable Duration window) {
        if (window == null) {
            value.refuse("sub-windows need a `window` that they are parts of");
        }
        var subWindows = new LinkedHashMap<String, Duration>();
        Members.all(value).values().forEach((sub, length) -> {
            var duration = window(length);
            if (window != null && duration.compareTo(window) >= 0) {
                length.refuse("must be shorter than the counter's `window`");
            }
            part(length, name, sub);
            if (!Names.isIdentifierPart(sub)) {
                length.refuse("a sub-window's name has only letters, digits and _, at most 64");
            }
            subWindows.put(sub, duration);
        });
        if (subWindows.size() > MAX_SUB_WINDOWS) {
            value.refuse("has " + subWindows.size() + " sub-windows; at most " + MAX_SUB_WINDOWS + " are taken");
        }
        return subWindows;
    }

    /** Its sixtieth, the width of a bucket, is whole seconds then. */
    private static Duration window(Value value) {
        var window = value.duration();
        if (window.toSeconds() % 60 != 0) {
            value.refuse("a window must be whole minutes");
        }
        return window;
    }

    private static Increment increment(Value value) {
        if (!value.is(Tag.INT) && !value.is(Tag.FLOAT)) {
            return new Increment.Field(value.text(MAX_COLUMN));
        }
        try {
            var amount = new BigDecimal(value.scalar());
            if (amount.signum() != 0
                    && amount.abs().compareTo(MOST) <= 0
                    && amount.stripTrailingZeros().scale() <= 6) {
                return new Increment.Constant(amount);
            }
        } catch (NumberFormatException e) {
            // .inf and .nan are floats of YAML
        }
        value.refuse("must be a number of at most six decimal places, not 0, to ±10^12; or the name of an event field");
        return new Increment.Constant(BigDecimal.ONE);
    }

    /** Null for any event. */
    @Nullable
    String on(Members members) {
        var name = members.required("on", this::keyEvent, ANY);
        return name.equals(ANY) ? null : name;
    }

    String keyEvent(Value value) {
        var name = value.text();
        if (!name.isEmpty() && !name.equals(ANY) && !keyEvents.contains(name)) {
            value.refuse("unknown key event `" + name + "`" + OfferReader.suggestion(keyEvents, name));
        }
        return name;
    }

    String name(Value value) {
        var name = Names.identifier(value);
        if (BuiltIn.TYPES.containsKey(name)) {
            value.refuse("`" + name + "` is built in; choose another name");
        }
        flatNames.add(value, name);
        places.put(name, value.place());
        return name;
    }

    /** Notes a sub-window or an aggregate whose flat name stands for something else already. */
    void part(Value value, String attribute, String part) {
        var name = attribute + "_" + part;
        if (BuiltIn.TYPES.containsKey(name)) {
            value.refuse("is read as `" + name + "`, which is built in; choose another name for it, or for `"
                    + attribute + "`");
        } else if (!attribute.isEmpty()) {
            flatNames.add(value, name);
        }
    }
}
