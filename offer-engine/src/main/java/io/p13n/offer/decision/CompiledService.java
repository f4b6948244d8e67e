package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.DefinitionChange;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Identified;
import io.p13n.offer.profile.IdentityRules;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One personalization service, ready to decide. Pure: the same event, profile and batch data give the same decision, on
 * whatever thread and whenever; its clock is the event's.
 */
public final class CompiledService {

    private final ServiceDefinition definition;
    private final IdentityRules identity;
    private final IdLinks links;
    private final Set<String> tables;
    private final AttributeReadings readings;
    private final List<PlannedUpdate> updates;
    private final List<CompiledKeyEvent> keyEvents;
    private final List<CompiledOffer> offers;
    private final OfferIndex index;
    private final Groups groups;
    private final Comparator<LinkedId> oldestThenMostTrusted;

    CompiledService(
            ServiceDefinition definition,
            AttributeReadings readings,
            List<CompiledKeyEvent> keyEvents,
            List<CompiledOffer> offers) {
        this.definition = definition;
        this.readings = readings;
        this.updates = PlannedUpdate.of(definition.attributes());
        this.identity = IdentityRules.of(definition.identity());
        this.links = new IdLinks(identity);
        this.tables = Set.copyOf(definition.eventTables());
        this.keyEvents = keyEvents;
        this.offers = offers;
        this.index = OfferIndex.of(offers);
        this.groups = new Groups(definition.groups());
        this.oldestThenMostTrusted = LinkedId.OLDEST
                .thenComparing(linked -> identity.rank(linked.id()))
                .thenComparing(LinkedId.OLDEST_FIRST);
    }

    /** Checks the definition's expressions. The first compilation in a process takes about a second. */
    public static Compilation compile(ServiceDefinition definition) {
        return new ServiceCompiler(definition).compile();
    }

    /**
     * The same for a definition that is being applied: its examples must come true too, and it must not change what
     * profiles already hold.
     *
     * @param current the version that it is to follow; absent for the first
     */
    public static Compilation admit(ServiceDefinition definition, @Nullable ServiceDefinition current) {
        var compilation = compile(definition);
        if (!(compilation instanceof Compilation.Compiled compiled)) {
            return compilation;
        }
        var problems = new ArrayList<DefinitionProblem>();
        if (current != null) {
            problems.addAll(DefinitionChange.problems(current, definition));
        }
        definition.examples().forEach(example -> problems.addAll(new Example(example, compiled.service()).run()));
        return problems.isEmpty() ? compilation : new Compilation.Refused(problems);
    }

    public ServiceDefinition definition() {
        return definition;
    }

    /** All ids of the event; which of them count depends on the caller, see {@link #identity}. */
    public Identified identify(Event event) {
        return identity.identify(event);
    }

    public IdentityRules identity() {
        return identity;
    }

    /** The one profile that these are; there must be at least one. */
    public Profile merge(Collection<Profile> profiles) {
        var merged = Profile.merged(profiles);
        var pruned = new HashMap<String, AttributeState>();
        for (var attribute : definition.attributes()) {
            if (attribute instanceof Listed list && merged.states().get(list.name()) instanceof ListState state) {
                pruned.put(list.name(), state.pruned(list.maxItems(), list.keep()));
            }
        }
        return pruned.isEmpty() ? merged : merged.with(pruned);
    }

    /**
     * Applies an event that comes for the first time, and answers it. All its ids that count for its caller are linked;
     * so the profile must be the merger of all that hold one of them.
     */
    public Decision decide(AcceptedEvent event, Profile profile, BatchData data) {
        return decide(
                event, identity.counting(event.caller(), identify(event.event()).ids()), profile, data);
    }

    /** The same, where the caller of this method decided which ids join the profile. */
    public Decision decide(AcceptedEvent event, List<Id> ids, Profile profile, BatchData data) {
        var happened = happened(event);
        return decided(event, happened, applied(event, ids, profile, happened), data, true);
    }

    /** Applies an event that comes for the first time and that nobody waits for: no offer is decided, no cap is used. */
    public Decision apply(AcceptedEvent event, List<Id> ids, Profile profile) {
        return applied(event, ids, profile, happened(event));
    }

    private Decision applied(AcceptedEvent event, List<Id> ids, Profile profile, Happenings happened) {
        var dropped = new ArrayList<DroppedValue>();
        var linked = links.link(profile, ids, event.recordId(), event.caller());
        var after = AttributeUpdates.apply(updates, happened, event, linked, dropped);
        return new Decision(after, List.of(), dropped, List.of());
    }

    /** Answers an event whose {@code uuid} was applied before, from the profile as it is, which stays so. */
    public Decision answer(AcceptedEvent event, Profile profile, BatchData data) {
        var unchanged = new Decision(profile, List.of(), List.of(), List.of());
        return decided(event, happened(event), unchanged, data, false);
    }

    /**
     * Why each offer comes with an event or doesn't. Nothing is changed or counted.
     *
     * @param version of the definition, to be named in the explanation
     */
    public Explanation explain(AcceptedEvent event, Profile profile, BatchData data, long version) {
        var ids = identity.counting(event.caller(), identify(event.event()).ids());
        var happened = happened(event);
        var after = applied(event, ids, profile, happened).profile();
        var facts = facts(event, after, data, new ArrayList<>());
        var explaining = new Explaining(event, happened, after, facts);
        var returned = Selection.of(holding(event, happened, facts), groups, after, event.acceptedAt());
        return new Explanation(
                version,
                offers.stream()
                        .map(offer ->
                                explaining.explain(offer, returned.offers().contains(offer)))
                        .toList());
    }

    private Decision decided(
            AcceptedEvent event, Happenings happened, Decision applied, BatchData data, boolean counts) {
        var dropped = new ArrayList<>(applied.dropped());
        var profile = applied.profile();
        var facts = facts(event, profile, data, dropped);
        var selection = Selection.of(holding(event, happened, facts), groups, profile, event.acceptedAt());
        var offers = selection.offers().stream()
                .map(offer -> offer.compose(event.caller(), facts, data))
                .toList();
        return new Decision(
                counts ? selection.exposed(profile, event.acceptedAt()) : profile,
                offers,
                dropped,
                counts ? selection.holdouts() : List.of());
    }

    private List<CompiledOffer> holding(AcceptedEvent event, Happenings happened, Facts facts) {
        return index.candidates(happened, facts).stream()
                .mapToObj(offers::get)
                .filter(offer -> offer.isFor(event.caller(), happened, facts))
                .toList();
    }

    Happenings happened(AcceptedEvent event) {
        var facts = Facts.of(event.event().fields(), event.acceptedAt());
        var happened = new HashSet<String>();
        for (var keyEvent : keyEvents) {
            if (keyEvent.happened(event, facts)) {
                happened.add(keyEvent.name());
            }
        }
        return new Happenings(tables.contains(event.table()), happened);
    }

    Facts facts(AcceptedEvent event, Profile profile, BatchData data, List<DroppedValue> dropped) {
        List<LinkedId> ids = data.isEmpty()
                ? List.of()
                : profile.ids().stream().sorted(oldestThenMostTrusted).toList();
        var values = readings.of(profile, ids, data, event.acceptedAt(), dropped);
        return Facts.of(event.event().fields(), values, data.segments(ids), event.acceptedAt());
    }

    List<CompiledOffer> offers() {
        return offers;
    }
}
