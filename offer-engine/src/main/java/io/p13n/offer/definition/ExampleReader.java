package io.p13n.offer.definition;

import io.p13n.offer.definition.ExampleDefinition.ExampleEvent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the examples of a service. */
final class ExampleReader {

    private static final int MAX_EXAMPLES = 200;
    private static final int MAX_EVENTS = 100;
    private static final int MAX_SEGMENTS = 1000;

    private final List<String> tables;
    private final Set<String> attributes;
    private final Set<String> offers;
    private final UniqueNames examples = new UniqueNames();

    /** Only singles, counters and imported attributes can be given. */
    ExampleReader(List<String> tables, Set<String> attributes, Set<String> offers) {
        this.tables = tables;
        this.attributes = attributes;
        this.offers = offers;
    }

    List<ExampleDefinition> examples(Value value) {
        return value.list(0, MAX_EXAMPLES, this::example);
    }

    private ExampleDefinition example(Value value) {
        var members = value.members(Set.of("name", "profile", "segments", "events", "expect"));
        return new ExampleDefinition(
                members.required("name", this::name, ""),
                value.place(),
                members.optional("profile", this::profile, Map.of()),
                members.optional(
                        "segments", ids -> new HashSet<>(ids.list(0, MAX_SEGMENTS, Value::text)), new HashSet<>()),
                members.required("events", events -> events.list(1, MAX_EVENTS, this::event), List.of()),
                members.required("expect", this::expected, Map.of()));
    }

    private String name(Value value) {
        var name = Names.label(value);
        examples.add(value, name);
        return name;
    }

    private Map<String, Object> profile(Value value) {
        var profile = new LinkedHashMap<String, Object>();
        Members.all(value).values().forEach((name, given) -> {
            if (!attributes.contains(name)) {
                given.refuse("`" + name + "` is no single, counter or imported attribute"
                        + OfferReader.suggestion(attributes, name));
            }
            profile.put(name, Constant.of(given));
        });
        return profile;
    }

    private ExampleEvent event(Value value) {
        var members = value.members(Set.of("table", "at", "caller", "body"));
        return new ExampleEvent(
                members.optional("table", this::table, tables.isEmpty() ? "" : tables.get(0)),
                members.optional("at", PolicyReader::moment),
                members.optional("caller", caller -> caller.choice(Token.Kind.class), Token.Kind.PRIVATE)
                        == Token.Kind.PUBLIC,
                members.required("body", ExampleReader::body, Map.of()));
    }

    private static Object body(Value value) {
        if (!(value.node() instanceof MappingNode)) {
            value.refuse("must be a mapping, is " + value.kind());
        }
        return Constant.of(value);
    }

    private String table(Value value) {
        var table = value.text();
        if (!table.isEmpty() && !tables.contains(table)) {
            value.refuse("`" + table + "` is not among `event_tables`" + Suggestion.among(tables, table));
        }
        return table;
    }

    /** A list of offers, or the outputs of each by its name. */
    private Map<String, Map<String, Object>> expected(Value value) {
        var expected = new LinkedHashMap<String, Map<String, Object>>();
        if (value.node() instanceof SequenceNode) {
            value.list(0, Integer.MAX_VALUE, offer -> expected.put(offer(offer, offer.text()), Map.of()));
        } else {
            Members.all(value).values().forEach((name, outputs) -> {
                var constants = new LinkedHashMap<String, Object>();
                Members.all(outputs)
                        .values()
                        .forEach((output, constant) -> constants.put(output, Constant.of(constant)));
                expected.put(offer(outputs, name), constants);
            });
        }
        return expected;
    }

    private String offer(Value value, String name) {
        if (!name.isEmpty() && !offers.contains(name)) {
            value.refuse("unknown offer `" + name + "`" + OfferReader.suggestion(offers, name));
        }
        return name;
    }
}
