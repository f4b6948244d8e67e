package io.p13n.offer.decision;

import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.ExposureState;
import io.p13n.offer.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Keeps one profile from swallowing many, as happens when an id names more than one customer (a placeholder, a shared
 * till). A profile remembers when others went into it, so that a replay decides the same.
 *
 * @param most profiles that may go into one within 24 hours
 * @param now when the event was accepted
 */
record Stitching(int most, Instant now) {

    /** No attribute can be called so. */
    private static final String MERGES = "&merges";

    private static final Duration PERIOD = Duration.ofHours(24);

    static Stitching of(AcceptedEvent event, CompiledService service) {
        return new Stitching(service.identity().maxMerges(), event.acceptedAt());
    }

    /** Whether the other may join these. */
    boolean allows(Collection<Profile> met, Profile other) {
        int before = met.stream().mapToInt(this::merges).sum() + merges(other);
        return met.isEmpty() || before + met.size() <= most;
    }

    /** The profile, knowing that so many others have just gone into it. */
    Profile remember(Profile merged, int others) {
        ExposureState merges = ExposureState.of(merged.states().get(MERGES));
        for (int i = 0; i < others; i++) {
            merges = merges.with(now, most);
        }
        return others == 0 ? merged : merged.with(merged.states().with(MERGES, merges));
    }

    private int merges(Profile profile) {
        return ExposureState.of(profile.states().get(MERGES)).count(now, PERIOD);
    }
}
