package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.decision.StatePlan.PlacedProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One profile's values, each computed when it is first asked for. Of use to one decision on one thread. */
final class AttributeValues implements Facts.Attributes {

    private static final Object MISSING = new Object();

    private final AttributeReading[] readings;
    private final PlacedProfile profile;
    private final Instant now;
    private final @Nullable Object[] values;

    AttributeValues(AttributeReading[] readings, PlacedProfile profile, Instant now) {
        this.readings = readings;
        this.profile = profile;
        this.now = now;
        this.values = new Object[readings.length];
    }

    void put(int slot, @Nullable Object value) {
        values[slot] = value == null ? MISSING : value;
    }

    @Override
    public @Nullable Object at(int slot) {
        var value = values[slot];
        if (value == null) {
            put(slot, readings[slot].of(profile, now));
            value = values[slot];
        }
        return value == MISSING ? null : value;
    }
}
