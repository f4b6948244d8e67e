package io.p13n.offer.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When an offer with a cap was returned to this profile: as often as it was in the last period, at most. Each decision is of
 * one profile only, so two profiles' moments add up when they become one.
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
        return (int) within(now, per).count();
    }

    /** After one more, without what is older than the period. */
    public ExposureState with(Instant now, Duration per) {
        return new ExposureState(LongStream.concat(within(now, per), LongStream.of(now.toEpochMilli()))
                .boxed()
                .toList());
    }

    private LongStream within(Instant now, Duration per) {
        var start = now.minus(per).toEpochMilli();
        return millis.stream().mapToLong(Long::longValue).filter(moment -> moment > start);
    }

    @Override
    public AttributeState merge(AttributeState other) {
        return other instanceof ExposureState exposures
                ? new ExposureState(Stream.concat(millis.stream(), exposures.millis.stream())
                        .toList())
                : other;
    }
}
