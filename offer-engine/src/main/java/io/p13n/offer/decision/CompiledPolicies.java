package io.p13n.offer.decision;

import com.google.common.hash.Hashing;
import io.p13n.offer.definition.OfferDefinition;
import io.p13n.offer.definition.OfferPolicies;
import io.p13n.offer.profile.ExposureState;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.UUID;

/** What may keep one offer back from a profile. A visitor without an id has neither caps nor holdouts. */
final class CompiledPolicies {

    private static final int ALL = 10_000;

    private final OfferPolicies policies;
    private final String offer;
    private final String state;

    CompiledPolicies(OfferDefinition offer) {
        this.policies = offer.policies();
        this.offer = offer.name();
        this.state = ExposureState.name(offer.name());
    }

    OfferPolicies definition() {
        return policies;
    }

    boolean isScheduled(Instant now) {
        var schedule = policies.schedule();
        return schedule == null || schedule.isOn(now);
    }

    boolean hasHoldout(Profile profile) {
        return policies.holdout() > 0 && profile.known();
    }

    /** The same for one profile and offer, for ever; independent of other offers. */
    boolean isHeldOut(Profile profile) {
        return hasHoldout(profile) && isHeldOut(profile.id());
    }

    boolean isHeldOut(UUID profile) {
        var hash = Hashing.murmur3_128()
                .newHasher()
                .putLong(profile.getMostSignificantBits())
                .putLong(profile.getLeastSignificantBits())
                .putUnencodedChars(offer)
                .hash()
                .asLong();
        return Long.remainderUnsigned(hash, ALL) < policies.holdout();
    }

    boolean isCapped(Profile profile, Instant now) {
        var cap = policies.frequencyCap();
        return cap != null && profile.known() && exposures(profile, now) >= cap.times();
    }

    /** How often the profile got it in the cap's period; 0 without a cap. */
    int exposures(Profile profile, Instant now) {
        var cap = policies.frequencyCap();
        return cap == null ? 0 : ExposureState.of(profile.states().get(state)).count(now, cap.per());
    }

    /** The profile that others have gone into, without the moments that matter to the cap no more. */
    Profile pruned(Profile merged) {
        var cap = policies.frequencyCap();
        if (cap == null) {
            return merged;
        }
        var exposures = ExposureState.of(merged.states().get(state));
        return exposures.millis().size() <= cap.times()
                ? merged
                : merged.with(merged.states().with(state, exposures.latest(cap.times())));
    }

    /** The profile that got the offer now. */
    Profile exposed(Profile profile, Instant now) {
        var cap = policies.frequencyCap();
        if (cap == null || !profile.known()) {
            return profile;
        }
        var before = ExposureState.of(profile.states().get(state));
        return profile.with(profile.states().with(state, before.with(now, cap.times())));
    }
}
