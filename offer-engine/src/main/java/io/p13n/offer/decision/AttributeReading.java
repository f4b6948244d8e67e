package io.p13n.offer.decision;

import io.p13n.offer.decision.StatePlan.PlacedProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads one flat name; null where its value is missing. */
@FunctionalInterface
interface AttributeReading {

    @Nullable
    Object of(PlacedProfile profile, Instant now);
}
