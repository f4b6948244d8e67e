package io.p13n.offer.decision;

import io.p13n.offer.criteria.Criterion;
import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.criteria.Requirement;
import io.p13n.offer.definition.CatalogDefinition;
import io.p13n.offer.definition.OfferDefinition;
import io.p13n.offer.event.Caller;
import io.p13n.offer.profile.BatchData;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An offer, ready to be decided. */
final class CompiledOffer {

    /** The variable of criteria. */
    private static final String SEGMENTS = "segments";

    private final OfferDefinition definition;
    private final int keyEvent;
    private final @Nullable Criterion event;
    private final @Nullable Criterion profile;
    private final Payload payload;
    private final CompiledPolicies policies;
    private final Set<String> sensitiveAttributes;

    /** Criteria that read a sensitive attribute would tell a browser of it by the offer's coming or not. */
    private final boolean privateOnly;

    CompiledOffer(
            OfferDefinition definition,
            int keyEvent,
            @Nullable Criterion event,
            @Nullable Criterion profile,
            Set<String> sensitiveAttributes,
            ProfileLayout layout,
            List<CatalogDefinition> catalogs) {
        this.definition = definition;
        this.keyEvent = keyEvent;
        this.event = event;
        this.profile = profile;
        this.payload = Payload.of(definition.payload(), sensitiveAttributes, layout, catalogs);
        this.sensitiveAttributes = sensitiveAttributes;
        this.policies = new CompiledPolicies(definition);
        this.privateOnly = profile != null && profile.reads().stream().anyMatch(sensitiveAttributes::contains);
    }

    String name() {
        return definition.name();
    }

    CompiledPolicies policies() {
        return policies;
    }

    /** By its number in {@link KeyEvents}. */
    int keyEvent() {
        return keyEvent;
    }

    /** What must be so for its criteria to hold. */
    List<Requirement> requirements() {
        return Stream.of(Optional.ofNullable(event), Optional.ofNullable(profile))
                .flatMap(Optional::stream)
                .flatMap(criterion -> criterion.requirements().stream())
                .toList();
    }

    OfferDefinition definition() {
        return definition;
    }

    @Nullable
    Criterion event() {
        return event;
    }

    @Nullable
    Criterion profile() {
        return profile;
    }

    /** The flat names of the attributes that its criteria and its payload read. */
    Set<String> reads() {
        var reads = new HashSet<>(payload.reads());
        if (profile != null) {
            reads.addAll(profile.reads());
        }
        return reads;
    }

    /** Whether it may depend on batch segments; no criterion can without naming them. */
    boolean readsSegments() {
        var criteria = definition.entryCriteria().profile();
        return definition.payload().batchSegments() != null
                || (criteria != null && criteria.source().contains(SEGMENTS));
    }

    boolean isPrivateOnly() {
        return privateOnly;
    }

    Set<String> sensitiveAttributes() {
        return sensitiveAttributes;
    }

    boolean isFor(Caller caller, Happenings happened, Facts facts) {
        return (caller == Caller.PRIVATE || !privateOnly)
                && happened.has(keyEvent)
                && (event == null || event.holds(facts))
                && (profile == null || profile.holds(facts));
    }

    Offer compose(Caller caller, Facts facts, BatchData data) {
        var withSensitive = caller == Caller.PRIVATE && definition.includeSensitive();
        return payload.compose(definition.name(), facts, data, withSensitive);
    }
}
