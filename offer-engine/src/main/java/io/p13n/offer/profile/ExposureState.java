package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When an offer with a cap was returned to this profile, the latest times: as many as the cap allows within its period, for
 * whether it is reached depends on no other, in whatever order events come. Each decision is of one profile only, so two
 * profiles' moments add up when they become one.
 *
 * @param millis since the epoch, oldest first
 */
public record ExposureState(List<Long> millis) implements AttributeState {

    public static final ExposureState NOTHING = new ExposureState(List.of());

    public ExposureState {
        millis = millis.stream().sorted().toList();
    }

    /** Under which a profile keeps it; no attribute can be called so. */
    public static String name(String offer) {
        return "@" + offer;
    }

    public static ExposureState of(@Nullable AttributeState state) {
        return state instanceof ExposureState exposures ? exposures : NOTHING;
    }

    /** How often in the period that ends now; what an accepted-at ahead of now did counts too. */
    public int count(Instant now, Duration per) {
        var start = now.minus(per).toEpochMilli();
        return (int) millis.stream().filter(moment -> moment > start).count();
    }

    /** After one more: the latest of them, never by their age, for an event that was accepted before others may come after them. */
    public ExposureState with(Instant now, int most) {
        return new ExposureState(Stream.concat(millis.stream(), Stream.of(now.toEpochMilli()))
                        .toList())
                .latest(most);
    }

    /** So many at most. */
    public ExposureState latest(int most) {
        int all = millis.size();
        return all <= most ? this : new ExposureState(millis.subList(all - most, all));
    }

    @Override
    public AttributeState merge(AttributeState other) {
        return other instanceof ExposureState exposures
                ? new ExposureState(Stream.concat(millis.stream(), exposures.millis.stream())
                        .toList())
                : other;
    }
}
