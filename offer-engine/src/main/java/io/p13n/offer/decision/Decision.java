package io.p13n.offer.decision;

import io.p13n.offer.profile.Profile;
import java.util.List;

/**
 * What an event led to.
 *
 * @param profile after the event; an id that the profile had before and has no more gave way to others
 * @param offers in the order of the definition
 * @param dropped to be counted
 * @param holdouts likewise, of offers that have one
 */
public record Decision(Profile profile, List<Offer> offers, List<DroppedValue> dropped, List<Holdout> holdouts) {

    public Decision {
        offers = List.copyOf(offers);
        dropped = List.copyOf(dropped);
        holdouts = List.copyOf(holdouts);
    }
}
