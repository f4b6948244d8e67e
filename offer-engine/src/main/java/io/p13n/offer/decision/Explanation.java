package io.p13n.offer.decision;

import io.p13n.offer.definition.OfferPolicies.Schedule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why each offer came or didn't.
 *
 * @param definitionVersion what decided
 * @param offers all of them, in the order of the definition
 */
public record Explanation(long definitionVersion, List<Explained> offers) {

    public Explanation {
        offers = List.copyOf(offers);
    }

    /**
     * How to explain.
     *
     * @param version of the definition, to be named in the explanation
     * @param sensitive whether values of sensitive attributes are printed too, and of the fields that they are made of
     */
    public record Manner(long version, boolean sensitive) {}

    public enum Outcome {
        RETURNED,
        /** The event came in no table of the service. */
        OTHER_TABLE,
        /** The key event did not happen. */
        KEY_EVENT,
        EVENT_CRITERIA,
        PROFILE_CRITERIA,
        /** Its criteria read a sensitive attribute, and the caller is public. */
        SENSITIVE,
        SCHEDULE,
        HELD_OUT,
        CAPPED,
        /** Others of its group came instead. */
        GROUP
    }

    /**
     * What became of one offer.
     *
     * @param keyEvent what had to happen; absent is any event
     * @param failed the clause, where the key event didn't happen or criteria kept it back
     * @param cap absent where it has none
     * @param schedule likewise
     * @param holdout likewise; for a visitor without an id too
     */
    public record Explained(
            String offer,
            Outcome outcome,
            @Nullable String keyEvent,
            @Nullable FailedClause failed,
            @Nullable CapState cap,
            @Nullable Schedule schedule,
            @Nullable Holdout holdout) {}

    /**
     * The first clause that wasn't true, of the key event's {@code when} or of the criteria.
     *
     * @param clause as CEL; what would have been needed; {@code table == "…"} where the key event is of another table
     * @param unknown whether it couldn't be told, because something is missing or of the wrong type
     * @param actual what it looked at, printed; values of sensitive attributes are only where that is asked for
     */
    public record FailedClause(String clause, boolean unknown, List<Actual> actual) {

        public FailedClause {
            actual = List.copyOf(actual);
        }

        /** {@code profile.views >= 3, was 2}. */
        @Override
        public String toString() {
            if (actual.size() == 1) {
                return clause + ", was " + actual.get(0).value();
            }
            var text = new StringBuilder(clause);
            actual.forEach(each ->
                    text.append(", ").append(each.path()).append(" was ").append(each.value()));
            return text.toString();
        }
    }

    /** One thing that a clause looked at. */
    public record Actual(String path, String value) {}

    /** How often the offer came in the period that ends now, and how often it may. */
    public record CapState(int used, int times, Duration per) {}
}
