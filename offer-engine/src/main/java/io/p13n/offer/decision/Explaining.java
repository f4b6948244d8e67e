package io.p13n.offer.decision;

import io.p13n.offer.criteria.Criterion;
import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.Failure;
import io.p13n.offer.decision.Explanation.Actual;
import io.p13n.offer.decision.Explanation.CapState;
import io.p13n.offer.decision.Explanation.Explained;
import io.p13n.offer.decision.Explanation.FailedClause;
import io.p13n.offer.decision.Explanation.Outcome;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.profile.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the reasons that may keep an offer back, in the order in which a decision does. */
final class Explaining {

    private static final int LONGEST = 200;

    private final AcceptedEvent event;
    private final KeyEvents keyEvents;
    private final Happenings happened;
    private final Profile profile;
    private final Facts facts;
    private final SensitiveFields hidden;
    private final boolean sensitive;

    /**
     * Explains by what decided.
     *
     * @param hidden fields of the event whose values are only shown with those of sensitive attributes
     * @param sensitive whether they are
     */
    Explaining(
            AcceptedEvent event,
            KeyEvents keyEvents,
            Profile profile,
            Facts facts,
            SensitiveFields hidden,
            boolean sensitive) {
        this.event = event;
        this.keyEvents = keyEvents;
        this.happened = keyEvents.of(event);
        this.profile = profile;
        this.facts = facts;
        this.hidden = hidden;
        this.sensitive = sensitive;
    }

    Explained explain(CompiledOffer offer, boolean returned) {
        var policies = offer.policies();
        var outcome = returned ? Outcome.RETURNED : keptBack(offer);
        return new Explained(
                offer.name(),
                outcome,
                offer.definition().entryCriteria().keyEvent(),
                failed(offer, outcome),
                cap(policies),
                policies.definition().schedule(),
                policies.hasHoldout(profile) ? new Holdout(offer.name(), policies.isHeldOut(profile)) : null);
    }

    private Outcome keptBack(CompiledOffer offer) {
        if (!happened.has(offer.keyEvent())) {
            return happened.any() ? Outcome.KEY_EVENT : Outcome.OTHER_TABLE;
        }
        if (failure(offer.event()) != null) {
            return Outcome.EVENT_CRITERIA;
        }
        if (event.caller() == Caller.PUBLIC && offer.isPrivateOnly()) {
            return Outcome.SENSITIVE;
        }
        if (failure(offer.profile()) != null) {
            return Outcome.PROFILE_CRITERIA;
        }
        return heldBack(offer.policies());
    }

    private Outcome heldBack(CompiledPolicies policies) {
        if (!policies.isScheduled(event.acceptedAt())) {
            return Outcome.SCHEDULE;
        }
        if (policies.isHeldOut(profile)) {
            return Outcome.HELD_OUT;
        }
        return policies.isCapped(profile, event.acceptedAt()) ? Outcome.CAPPED : Outcome.GROUP;
    }

    private @Nullable Failure failure(@Nullable Criterion criterion) {
        return criterion == null ? null : criterion.failure(facts);
    }

    private @Nullable FailedClause failed(CompiledOffer offer, Outcome outcome) {
        return switch (outcome) {
            case KEY_EVENT -> failed(keyEvents.get(offer.keyEvent()), offer);
            case EVENT_CRITERIA -> failed(offer.event(), offer);
            case PROFILE_CRITERIA -> failed(offer.profile(), offer);
            default -> null;
        };
    }

    /** Only events of its table are asked whether they are one. */
    private @Nullable FailedClause failed(CompiledKeyEvent keyEvent, CompiledOffer offer) {
        return keyEvent.table().equals(event.table())
                ? failed(keyEvent.when(), offer)
                : new FailedClause(
                        "table == \"" + keyEvent.table() + '"', false, List.of(new Actual("table", event.table())));
    }

    private @Nullable FailedClause failed(@Nullable Criterion criterion, CompiledOffer offer) {
        var failure = failure(criterion);
        return failure == null
                ? null
                : new FailedClause(
                        failure.clause(),
                        failure.unknown(),
                        failure.actual().stream()
                                .map(actual -> new Actual(
                                        actual.path(), isHidden(actual, offer) ? "(sensitive)" : printed(actual)))
                                .toList());
    }

    private boolean isHidden(Failure.Actual actual, CompiledOffer offer) {
        var attribute = actual.attribute();
        var field = actual.field();
        return !sensitive
                && ((attribute != null && offer.sensitiveAttributes().contains(attribute))
                        || (field != null && hidden.names().contains(field)));
    }

    private static String printed(Failure.Actual actual) {
        if (actual.value() == null) {
            return "missing";
        }
        var text = Printed.text(actual.value());
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private @Nullable CapState cap(CompiledPolicies policies) {
        var cap = policies.definition().frequencyCap();
        return cap == null
                ? null
                : new CapState(policies.exposures(profile, event.acceptedAt()), cap.times(), cap.per());
    }
}
