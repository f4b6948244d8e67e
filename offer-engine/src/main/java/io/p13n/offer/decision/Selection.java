package io.p13n.offer.decision;

import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which offers are returned of those whose criteria hold: schedule, holdout, cap, then groups, in this order. What is kept
 * back leaves its place in its group to others.
 *
 * @param offers in the order of the definition
 */
record Selection(List<CompiledOffer> offers, List<Holdout> holdouts) {

    static Selection of(List<CompiledOffer> holding, Groups groups, Profile profile, Instant now) {
        var left = new ArrayList<CompiledOffer>();
        var holdouts = new ArrayList<Holdout>();
        for (var offer : holding) {
            var policies = offer.policies();
            if (!policies.isScheduled(now)) {
                continue;
            }
            var held = policies.isHeldOut(profile);
            if (policies.hasHoldout(profile)) {
                holdouts.add(new Holdout(offer.name(), held));
            }
            if (!held && !policies.isCapped(profile, now)) {
                left.add(offer);
            }
        }
        return new Selection(groups.chosen(left), holdouts);
    }

    /** The profile that got these offers. */
    Profile exposed(Profile profile, Instant now) {
        var exposed = profile;
        for (var offer : offers) {
            exposed = offer.policies().exposed(exposed, now);
        }
        return exposed;
    }
}
