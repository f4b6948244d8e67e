package io.p13n.offer.definition;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may keep an offer back though its criteria hold.
 *
 * @param holdout the share of profiles that never get it, in hundredths of a percent; 0 is none
 * @param group the name of an {@link OfferGroup}
 * @param priority within its group: more comes first, and the earlier in the document of equals
 */
public record OfferPolicies(
        @Nullable Schedule schedule,
        @Nullable FrequencyCap frequencyCap,
        int holdout,
        @Nullable String group,
        long priority) {

    static final OfferPolicies NONE = new OfferPolicies(null, null, 0, null, 0);

    /**
     * When there is the offer.
     *
     * @param from the first moment; absent is since ever
     * @param until the first moment after it; absent is for ever
     */
    public record Schedule(@Nullable Instant from, @Nullable Instant until) {

        public boolean isOn(Instant now) {
            return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
        }
    }

    /**
     * How often a profile gets it.
     *
     * @param times 1 to 100
     */
    public record FrequencyCap(int times, Duration per) {}
}
