package io.p13n.admin.why;

import io.p13n.offer.decision.Explanation;
import io.p13n.offer.decision.Explanation.Explained;
import io.p13n.offer.decision.Explanation.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What was decided upon an event, and why, with the values of then.
 *
 * @param recordId the event's id made by ingest
 * @param acceptedAt the decision's "now"
 * @param again whether the event had been applied before, so that it was answered from the profile as it was
 * @param profile as the event found it
 * @param returned the names of the offers that were returned
 * @param reproduced whether this release decides the same upon the same; if not, believe {@code returned}
 */
record Decision(
        UUID recordId,
        Instant acceptedAt,
        long definitionVersion,
        String table,
        String caller,
        boolean again,
        UUID profile,
        List<String> returned,
        boolean reproduced,
        List<OfferReason> offers) {

    static Decision of(DecisionTable.Kept kept, Explanation explanation) {
        var event = kept.event();
        var basis = kept.basis();
        return new Decision(
                event.recordId(),
                event.acceptedAt(),
                kept.definition(),
                event.table(),
                event.caller().name().toLowerCase(Locale.ROOT),
                basis.again(),
                basis.before().id(),
                basis.offers(),
                returned(explanation).equals(basis.offers()),
                explanation.offers().stream().map(OfferReason::of).toList());
    }

    private static List<String> returned(Explanation explanation) {
        return explanation.offers().stream()
                .filter(explained -> explained.outcome() == Outcome.RETURNED)
                .map(Explained::offer)
                .toList();
    }
}
