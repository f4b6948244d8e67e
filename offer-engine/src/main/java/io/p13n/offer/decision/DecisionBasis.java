package io.p13n.offer.decision;

import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.util.List;
import java.util.Map;

/**
 * What a decision was made upon, and what came of it. With its event and the version of the definition that decided, it is
 * all that it takes to make it again and to say why; the same comes of it whenever that is.
 *
 * @param before the profile as the event found it: where several met, the one that they became
 * @param joining the ids of the event that were linked to it
 * @param known what the warehouse knew of its ids and of those
 * @param again whether the event's uuid had been applied before, so that it was answered from the profile as it was
 * @param offers the names of those that were returned
 */
public record DecisionBasis(
        Profile before, List<Id> joining, Map<Id, BatchRow> known, boolean again, List<String> offers) {

    public DecisionBasis {
        joining = List.copyOf(joining);
        known = Map.copyOf(known);
        offers = List.copyOf(offers);
    }
}
