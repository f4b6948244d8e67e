package io.p13n.offer.definition;

import io.p13n.offer.definition.OfferDefinition.EntryCriteria;
import io.p13n.offer.definition.PayloadDefinition.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the offers of a service. */
final class OfferReader {

    private static final int MAX_OUTPUT_NAME = 256;
    private static final int MAX_SEGMENTS = 1000;
    private static final int MAX_EXPRESSION = 10_000;
    private static final EntryCriteria ALWAYS = new EntryCriteria(null, null, null);
    private static final PayloadDefinition NOTHING = new PayloadDefinition(null, null);

    private final Set<String> keyEvents;
    private final Set<String> attributes;
    private final UniqueNames offers = new UniqueNames();

    OfferReader(Set<String> keyEvents, Set<String> attributes) {
        this.keyEvents = keyEvents;
        this.attributes = attributes;
    }

    OfferDefinition offer(Value value) {
        var members = value.members(
                Set.of("name", "entry_criteria", "payload", "include_sensitive"),
                Set.of("schedule", "frequency_cap", "holdout", "priority", "group"));
        return new OfferDefinition(
                members.required("name", this::name, ""),
                members.optional("entry_criteria", this::entryCriteria, ALWAYS),
                members.optional("payload", this::payload, NOTHING),
                members.optional("include_sensitive", Value::bool, false));
    }

    /** An expression of CEL, to be checked when the definition is compiled. */
    static Expression expression(Value value) {
        var source = value.text(MAX_EXPRESSION);
        var mark = value.node().getStartMark();
        return new Expression(
                source,
                value.path(),
                mark.map(place -> place.getLine() + 1).orElse(1),
                mark.map(place -> place.getColumn() + 1).orElse(1));
    }

    /** What was meant, or, where that can't be guessed, what there is. */
    static String suggestion(Set<String> known, String name) {
        var suggestion = Suggestion.among(known, name);
        if (!suggestion.isEmpty()) {
            return suggestion;
        }
        return known.isEmpty()
                ? "; none is defined"
                : "; known are "
                        + String.join(", ", known.stream().sorted().limit(10).toList())
                        + (known.size() > 10 ? ", …" : "");
    }

    private String name(Value value) {
        var name = Names.label(value);
        offers.add(value, name);
        return name;
    }

    private EntryCriteria entryCriteria(Value value) {
        var members = value.members(Set.of("key_event", "event", "profile"));
        return new EntryCriteria(
                members.optional("key_event", this::keyEvent),
                members.optional("event", OfferReader::expression),
                members.optional("profile", OfferReader::expression));
    }

    private String keyEvent(Value value) {
        var name = value.text();
        if (!name.isEmpty() && !keyEvents.contains(name)) {
            value.refuse("unknown key event `" + name + "`" + suggestion(keyEvents, name));
        }
        return name;
    }

    private PayloadDefinition payload(Value value) {
        var members = value.members(Set.of("attributes", "batch_segments"));
        return new PayloadDefinition(
                members.optional("attributes", this::entries),
                members.optional("batch_segments", ids -> ids.list(1, MAX_SEGMENTS, id -> id.text(MAX_OUTPUT_NAME))));
    }

    private Map<String, Entry> entries(Value value) {
        var entries = new LinkedHashMap<String, Entry>();
        Members.all(value).values().forEach((output, entry) -> {
            if (output.isEmpty() || output.length() > MAX_OUTPUT_NAME) {
                entry.refuse("an output name has 1 to " + MAX_OUTPUT_NAME + " characters");
            }
            var read = entry(entry);
            if (read != null) {
                entries.put(output, read);
            }
        });
        return entries;
    }

    private @Nullable Entry entry(Value value) {
        var members = value.members(Set.of("attribute", "value", "text"), Set.of("catalog", "key", "column"));
        if (members.values().size() > 1) {
            value.refuse("must have one of `attribute`, `value` and `text`, not several");
        } else if (members.values().isEmpty()
                && value.node() instanceof MappingNode m
                && m.getValue().isEmpty()) {
            value.refuse("must have one of `attribute`, `value` and `text`");
        }
        if (members.has("attribute")) {
            return members.optional("attribute", this::attribute);
        }
        return members.has("text")
                ? members.optional("text", text -> new Entry.Text(new TextReader(attributes).read(text)))
                : members.optional("value", constant -> new Entry.Value(Constant.of(constant)));
    }

    private Entry attribute(Value value) {
        var name = value.text();
        if (!name.isEmpty() && !attributes.contains(name)) {
            value.refuse("unknown attribute `" + name + "`" + suggestion(attributes, name));
        }
        return new Entry.Attribute(name);
    }
}
