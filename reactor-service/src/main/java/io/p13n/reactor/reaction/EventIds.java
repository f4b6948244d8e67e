package io.p13n.reactor.reaction;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.Id;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The ids that events of a batch name under one version of the definition; each event is looked at once, and no sooner than somebody
 * asks. Single-threaded.
 */
final class EventIds {

    private final CompiledService definition;

    /** By the event itself: to compare events would cost more than to look at them again. */
    private final IdentityHashMap<AcceptedEvent, List<Id>> known = new IdentityHashMap<>();

    EventIds(CompiledService definition) {
        this.definition = definition;
    }

    /** All of them. */
    List<Id> of(AcceptedEvent event) {
        return known.computeIfAbsent(
                event, each -> definition.identify(each.event()).ids());
    }

    /** Those that count for whoever sent it. */
    List<Id> counting(AcceptedEvent event) {
        return definition.identity().counting(event.caller(), of(event));
    }
}
