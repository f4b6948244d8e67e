package io.p13n.reactor.reaction;

import io.p13n.offer.decision.Decision;
import io.p13n.offer.decision.DecisionBasis;
import io.p13n.offer.decision.Offer;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A decision, and what it was made upon.
 *
 * @param before the profile as the event found it
 * @param joining the ids that the event links to it
 * @param data what the warehouse knows of the whole batch
 * @param again whether the event had been applied before
 */
public record Decided(Profile before, List<Id> joining, BatchData data, boolean again, Decision decision) {

    /** The same as what is worth keeping of it. */
    public DecisionBasis basis() {
        List<LinkedId> after = decision.profile().ids();
        var linked = after.stream().map(LinkedId::id).collect(Collectors.toSet());
        return new DecisionBasis(
                before,
                joining.stream().filter(linked::contains).toList(),
                data.known(after),
                again,
                decision.offers().stream().map(Offer::name).toList());
    }
}
