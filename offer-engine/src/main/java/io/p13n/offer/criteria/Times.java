package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Moments, of the years 1 to 9999, and durations, to ten thousand years. Beyond is unknown. */
final class Times {

    private static final long FIRST_SECOND = -62_135_596_800L;
    private static final long LAST_SECOND = 253_402_300_799L;
    private static final long MOST_SECONDS = 315_576_000_000L;

    /** What it takes to read a text as either: about a microsecond. */
    private static final int PARSING = 100;

    /** What it takes to throw an exception besides. */
    private static final int FAILING = 1000;

    private Times() {}

    static Object add(Object left, Object right) {
        if (left instanceof Instant moment && right instanceof Duration duration) {
            return checked(moment.plus(duration));
        }
        if (left instanceof Duration duration && right instanceof Instant moment) {
            return checked(moment.plus(duration));
        }
        return left instanceof Duration a && right instanceof Duration b ? checked(a.plus(b)) : UNKNOWN;
    }

    static Object subtract(Object left, Object right) {
        if (left instanceof Instant moment && right instanceof Duration duration) {
            return checked(moment.minus(duration));
        }
        if (left instanceof Instant later && right instanceof Instant earlier) {
            return checked(Duration.between(earlier, later));
        }
        return left instanceof Duration a && right instanceof Duration b ? checked(a.minus(b)) : UNKNOWN;
    }

    private static Object checked(Instant moment) {
        var second = moment.getEpochSecond();
        return second < FIRST_SECOND || second > LAST_SECOND ? UNKNOWN : moment;
    }

    private static Object checked(Duration duration) {
        return duration.abs().toSeconds() > MOST_SECONDS ? UNKNOWN : duration;
    }

    /** {@code timestamp("2026-03-01T00:00:00Z")}. */
    static final class ToTimestamp extends Node {

        private final Node operand;

        ToTimestamp(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            if (value instanceof Instant) {
                return value;
            }
            if (value instanceof Long second) {
                return second < FIRST_SECOND || second > LAST_SECOND ? UNKNOWN : Instant.ofEpochSecond(second);
            }
            return value instanceof String text && locals.spend(PARSING) ? parsed(text, locals) : UNKNOWN;
        }

        private static Object parsed(String text, Locals locals) {
            try {
                return checked(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                locals.spend(FAILING);
                return UNKNOWN;
            }
        }
    }

    /** {@code duration("30d")}. */
    static final class ToDuration extends Node {

        private final Node operand;

        ToDuration(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            if (value instanceof String text) {
                var duration = locals.spend(PARSING) ? CelDuration.parse(text) : null;
                return duration == null ? UNKNOWN : duration;
            }
            return value instanceof Duration ? value : UNKNOWN;
        }
    }
}
