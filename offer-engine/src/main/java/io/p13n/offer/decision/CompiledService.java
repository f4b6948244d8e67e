package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.decision.StatePlan.PlacedProfile;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.DefinitionChange;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.Precedents;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchReads;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Identified;
import io.p13n.offer.profile.IdentityRules;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One personalization service, ready to decide. Pure: the same event, profile and batch data give the same decision, on
 * whatever thread and whenever; its clock is the event's.
 */
public final class CompiledService {

    private final ServiceDefinition definition;
    private final IdentityRules identity;
    private final IdLinks links;
    private final KeyEvents keyEvents;
    private final StatePlan states;
    private final AttributeReadings readings;
    private final List<CompiledOffer> offers;
    private final List<CompiledPolicies> caps;
    private final List<Listed> lists;
    private final BatchReads batchReads;
    private final OfferIndex index;
    private final SensitiveFields sensitiveFields;
    private final Groups groups;
    private final Comparator<LinkedId> oldestThenMostTrusted;

    CompiledService(
            ServiceDefinition definition, ProfileLayout layout, KeyEvents keyEvents, List<CompiledOffer> offers) {
        this.definition = definition;
        this.keyEvents = keyEvents;
        this.states = StatePlan.of(definition.attributes(), keyEvents);
        this.readings = AttributeReadings.of(definition.attributes(), layout, states);
        this.identity = IdentityRules.of(definition.identity());
        this.links = new IdLinks(identity);
        this.offers = offers;
        this.caps = offers.stream()
                .map(CompiledOffer::policies)
                .filter(policies -> policies.definition().frequencyCap() != null)
                .toList();
        this.lists = definition.attributes().stream()
                .filter(Listed.class::isInstance)
                .map(Listed.class::cast)
                .toList();
        this.batchReads = new BatchReads(
                offers.stream().anyMatch(CompiledOffer::readsSegments),
                definition.attributes().stream().anyMatch(Imported.class::isInstance));
        this.index = OfferIndex.of(offers, keyEvents.size());
        this.sensitiveFields = SensitiveFields.of(definition.attributes());
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
     * profiles already hold. All that is wrong is told at once, but for examples, which only a sound service can play.
     *
     * @param precedents of the versions that it is to follow
     */
    public static Compilation admit(ServiceDefinition definition, Precedents precedents) {
        return admit(definition, compile(definition), precedents);
    }

    /** The same for one that is compiled already. */
    public static Compilation admit(ServiceDefinition definition, Compilation compilation, Precedents precedents) {
        var problems = new ArrayList<DefinitionProblem>();
        if (compilation instanceof Compilation.Refused refused) {
            problems.addAll(refused.problems());
        }
        problems.addAll(DefinitionChange.problems(precedents, definition));
        if (compilation instanceof Compilation.Compiled compiled) {
            definition.examples().forEach(example -> problems.addAll(new Example(example, compiled.service()).run()));
        }
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

    /** What of the warehouse's data can make a difference. */
    public BatchReads batchReads() {
        return batchReads;
    }

    /**
     * The one profile that these are, within the limits of lists and caps; there must be at least one. One alone is cut to
     * them, too, for it may come from a definition that allowed more.
     */
    public Profile merge(Collection<Profile> profiles) {
        var merged = Profile.merged(profiles);
        for (var list : lists) {
            merged = pruned(merged, list);
        }
        for (var cap : caps) {
            merged = cap.pruned(merged);
        }
        return merged;
    }

    @SuppressWarnings("ReferenceEquality") // nearly always there is nothing to cut
    private static Profile pruned(Profile merged, Listed list) {
        if (!(merged.states().get(list.name()) instanceof ListState state)) {
            return merged;
        }
        var pruned = state.pruned(list.maxItems(), list.keep());
        return pruned == state ? merged : merged.with(merged.states().with(list.name(), pruned));
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
        var dropped = new ArrayList<DroppedValue>();
        var happened = keyEvents.of(event);
        var after = applied(event, ids, profile, happened, dropped);
        var facts = facts(event, after, data, dropped);
        var selection = selection(event, happened, after.profile(), facts);
        return new Decision(
                selection.exposed(after.profile(), event.acceptedAt()),
                composed(selection, event, facts, data),
                dropped,
                selection.holdouts());
    }

    /** Applies an event that comes for the first time and that nobody waits for: no offer is decided, no cap is used. */
    public Decision apply(AcceptedEvent event, List<Id> ids, Profile profile) {
        var dropped = new ArrayList<DroppedValue>();
        var after = applied(event, ids, profile, keyEvents.of(event), dropped);
        return new Decision(after.profile(), List.of(), dropped, List.of());
    }

    /** Answers an event whose {@code uuid} was applied before, from the profile as it is, which stays so. */
    public Decision answer(AcceptedEvent event, Profile profile, BatchData data) {
        var dropped = new ArrayList<DroppedValue>();
        var facts = facts(event, states.of(profile), data, dropped);
        var selection = selection(event, keyEvents.of(event), profile, facts);
        return new Decision(profile, composed(selection, event, facts, data), dropped, List.of());
    }

    /**
     * Why each offer comes with an event that comes for the first time, or doesn't. Nothing is changed or counted. As in
     * {@link #decide(AcceptedEvent, Profile, BatchData)}, all its ids that count for its caller are linked.
     *
     * @param version of the definition, to be named in the explanation
     */
    public Explanation explain(AcceptedEvent event, Profile profile, BatchData data, long version) {
        var ids = identity.counting(event.caller(), identify(event.event()).ids());
        return explain(event, ids, profile, data, new Explanation.Manner(version, false));
    }

    /** The same, where the caller of this method decided which ids join the profile. */
    public Explanation explain(
            AcceptedEvent event, List<Id> ids, Profile profile, BatchData data, Explanation.Manner manner) {
        var happened = keyEvents.of(event);
        return explain(event, happened, applied(event, ids, profile, happened, new ArrayList<>()), data, manner);
    }

    /** Why each offer came with an event or didn't, when it was decided upon this. */
    public Explanation explain(AcceptedEvent event, DecisionBasis basis, Explanation.Manner manner) {
        var data = BatchData.of(basis.known());
        return basis.again()
                ? explain(event, keyEvents.of(event), states.of(basis.before()), data, manner)
                : explain(event, basis.joining(), basis.before(), data, manner);
    }

    private Explanation explain(
            AcceptedEvent event, Happenings happened, PlacedProfile after, BatchData data, Explanation.Manner manner) {
        var facts = facts(event, after, data, new ArrayList<>());
        var explaining = new Explaining(event, keyEvents, after.profile(), facts, sensitiveFields, manner.sensitive());
        var returned = selection(event, happened, after.profile(), facts).offers();
        return new Explanation(
                manner.version(),
                offers.stream()
                        .map(offer -> explaining.explain(offer, returned.contains(offer)))
                        .toList());
    }

    private PlacedProfile applied(
            AcceptedEvent event, List<Id> ids, Profile profile, Happenings happened, List<DroppedValue> dropped) {
        var linked = links.link(profile, ids, event.recordId(), event.caller());
        return states.after(linked, Occurrence.of(event, happened, dropped));
    }

    private Selection selection(AcceptedEvent event, Happenings happened, Profile profile, Facts facts) {
        var holding = new ArrayList<CompiledOffer>();
        var candidates = index.candidates(happened, facts);
        for (int each = candidates.nextSetBit(0); each >= 0; each = candidates.nextSetBit(each + 1)) {
            var offer = offers.get(each);
            if (offer.isFor(event.caller(), happened, facts)) {
                holding.add(offer);
            }
        }
        return Selection.of(holding, groups, profile, event.acceptedAt());
    }

    private static List<Offer> composed(Selection selection, AcceptedEvent event, Facts facts, BatchData data) {
        var composed = new Offer[selection.offers().size()];
        for (int i = 0; i < composed.length; i++) {
            composed[i] = selection.offers().get(i).compose(event.caller(), facts, data);
        }
        return List.of(composed);
    }

    Happenings happened(AcceptedEvent event) {
        return keyEvents.of(event);
    }

    Facts facts(AcceptedEvent event, Profile profile, BatchData data) {
        return facts(event, states.of(profile), data, new ArrayList<>());
    }

    private Facts facts(AcceptedEvent event, PlacedProfile placed, BatchData data, List<DroppedValue> dropped) {
        var rows = data.isEmpty() ? List.<BatchRow>of() : rows(placed.profile().ids(), data);
        var values = readings.of(placed, rows, event.acceptedAt(), dropped);
        return Facts.of(event.event().fields(), values, segments(rows), event.acceptedAt());
    }

    /** In the order in which they count; seldom more than one. */
    private List<BatchRow> rows(List<LinkedId> ids, BatchData data) {
        var rows = data.rows(ids);
        return rows.size() < 2
                ? rows
                : data.rows(ids.stream().sorted(oldestThenMostTrusted).toList());
    }

    private static Set<String> segments(List<BatchRow> rows) {
        if (rows.size() < 2) {
            return rows.isEmpty() ? Set.of() : rows.get(0).segments();
        }
        var segments = new HashSet<String>();
        rows.forEach(row -> segments.addAll(row.segments()));
        return segments;
    }

    List<CompiledOffer> offers() {
        return offers;
    }
}
