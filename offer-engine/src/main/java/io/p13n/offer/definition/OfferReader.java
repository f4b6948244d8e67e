package io.p13n.offer.definition;

import io.p13n.offer.definition.OfferDefinition.EntryCriteria;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the offers of a service. */
final class OfferReader {

    private static final int MAX_SEGMENTS = 1000;
    private static final int MAX_SEGMENT = 256;
    private static final int MAX_EXPRESSION = 10_000;
    private static final EntryCriteria ALWAYS = new EntryCriteria(null, null, null);
    private static final PayloadDefinition NOTHING = new PayloadDefinition(null, null);

    private static final Set<String> MEMBERS = Stream.concat(
                    Stream.of("name", "entry_criteria", "payload", "include_sensitive"), PolicyReader.MEMBERS.stream())
            .collect(Collectors.toUnmodifiableSet());

    private final Set<String> keyEvents;
    private final UniqueNames offers = new UniqueNames();
    private final Map<String, Place> places = new HashMap<>();
    private final EntryReader entries;
    private final PolicyReader policies;

    OfferReader(Set<String> keyEvents, EntryReader entries, PolicyReader policies) {
        this.keyEvents = keyEvents;
        this.entries = entries;
        this.policies = policies;
    }

    OfferDefinition offer(Value value) {
        var members = value.members(MEMBERS);
        var name = members.required("name", this::name, "");
        places.put(name, value.place());
        return new OfferDefinition(
                name,
                members.optional("entry_criteria", this::entryCriteria, ALWAYS),
                members.optional("payload", this::payload, NOTHING),
                members.optional("include_sensitive", Value::bool, false),
                policies.policies(name, members));
    }

    /** By offer name. */
    Map<String, Place> places() {
        return places;
    }

    /** An expression of CEL, to be checked when the definition is compiled. */
    static Expression expression(Value value) {
        var place = value.place();
        return new Expression(value.text(MAX_EXPRESSION), place.path(), place.line(), place.column());
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
                members.optional("attributes", entries::entries),
                members.optional("batch_segments", ids -> ids.list(1, MAX_SEGMENTS, id -> id.text(MAX_SEGMENT))));
    }
}
