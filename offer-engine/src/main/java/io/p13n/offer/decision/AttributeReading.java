package io.p13n.offer.decision;

import io.p13n.offer.profile.Profile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads one flat name; null where its value is missing. */
@FunctionalInterface
interface AttributeReading {

    @Nullable
    Object of(Profile profile, Instant now);
}
