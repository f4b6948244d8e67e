package io.p13n.admin.why;

import io.p13n.offer.decision.Explanation.CapState;
import io.p13n.offer.decision.Explanation.Explained;
import io.p13n.offer.decision.Explanation.FailedClause;
import io.p13n.offer.definition.OfferPolicies;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why one offer comes or doesn't.
 *
 * @param outcome {@code returned}, or the first thing that keeps it back
 * @param keyEvent what has to happen; absent is any event
 * @param failed where its key event didn't happen or criteria keep it back
 * @param cap where it has one
 * @param schedule likewise
 * @param heldOut whether the holdout keeps it from this profile; absent where there is none, or no id
 */
record OfferReason(
        String offer,
        String outcome,
        @Nullable String keyEvent,
        @Nullable Failed failed,
        @Nullable Cap cap,
        @Nullable Schedule schedule,
        @Nullable Boolean heldOut) {

    /**
     * The first clause that isn't true, of the key event's {@code when} or of the criteria.
     *
     * @param clause as CEL; what would have been needed
     * @param unknown whether it can't be told, because something is missing or of the wrong type
     * @param actual what it looks at
     * @param text all of it, {@code profile.views >= 3, was 2}
     */
    record Failed(String clause, boolean unknown, List<Actual> actual, String text) {

        static @Nullable Failed of(@Nullable FailedClause failed) {
            return failed == null
                    ? null
                    : new Failed(
                            failed.clause(),
                            failed.unknown(),
                            failed.actual().stream()
                                    .map(each -> new Actual(each.path(), each.value()))
                                    .toList(),
                            failed.toString());
        }
    }

    record Actual(String path, String value) {}

    /** How often the offer came in the period (ISO 8601) that ends now, and how often it may. */
    record Cap(int used, int times, String per) {

        static @Nullable Cap of(@Nullable CapState cap) {
            return cap == null
                    ? null
                    : new Cap(cap.used(), cap.times(), cap.per().toString());
        }
    }

    /** When there is the offer: from the first moment on, until before the last. */
    record Schedule(@Nullable Instant from, @Nullable Instant until) {

        static @Nullable Schedule of(OfferPolicies.@Nullable Schedule schedule) {
            return schedule == null ? null : new Schedule(schedule.from(), schedule.until());
        }
    }

    static OfferReason of(Explained explained) {
        var holdout = explained.holdout();
        return new OfferReason(
                explained.offer(),
                explained.outcome().name().toLowerCase(Locale.ROOT),
                explained.keyEvent(),
                Failed.of(explained.failed()),
                Cap.of(explained.cap()),
                Schedule.of(explained.schedule()),
                holdout == null ? null : holdout.held());
    }
}
