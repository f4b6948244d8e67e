package io.p13n.offer.decision;

import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Reads profiles as decisions do, without an event. No expression of the definition is needed, so none is compiled. Immutable. */
public final class ProfileReader {

    private static final UUID NO_RECORD = new UUID(0, 0);

    private final ProfileLayout layout;
    private final CompiledService service;

    private ProfileReader(ProfileLayout layout, CompiledService service) {
        this.layout = layout;
        this.service = service;
    }

    public static ProfileReader of(ServiceDefinition definition) {
        var layout = ProfileLayout.of(ServiceCompiler.types(definition.attributes()));
        var names = definition.keyEvents().stream()
                .map(keyEvent -> new CompiledKeyEvent(keyEvent.name(), keyEvent.table(), null))
                .toList();
        var keyEvents = new KeyEvents(names, definition.eventTables());
        return new ProfileReader(layout, new CompiledService(definition, layout, keyEvents, List.of()));
    }

    /**
     * What a decision would find in a profile.
     *
     * @param values String, Double, Boolean, Instant or a list, by flat name, built-in ones too; what is missing is left out
     * @param segments ids of the batch segments
     */
    public record Reading(Map<String, Object> values, Set<String> segments) {}

    /** What a decision at that moment would find. */
    public Reading read(Profile profile, BatchData data, Instant now) {
        var nothing = new AcceptedEvent(NO_RECORD, now, "", Caller.PRIVATE, new Event(Map.of(), null, null));
        var facts = service.facts(nothing, profile, data);
        var values = new TreeMap<String, Object>();
        for (var name : layout.names()) {
            var value = facts.attribute(layout.slot(name));
            if (value != null) {
                values.put(name, value);
            }
        }
        return new Reading(values, new TreeSet<>(facts.segments()));
    }
}
