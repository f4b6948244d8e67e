package io.p13n.offer.decision;

import com.google.common.base.Utf8;
import io.p13n.offer.decision.DroppedValue.Reason;
import io.p13n.offer.definition.ValueType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what an event or the warehouse holds into a value of an attribute's type. */
public sealed interface Coercion {

    int MAX_BYTES = 500;
    long LATEST_SECOND = 253_402_300_799L;

    /** A String, Double, Boolean, or Instant in milliseconds. */
    record Coerced(Object value) implements Coercion {}

    record Dropped(Reason reason) implements Coercion {}

    static Coercion of(Object value, ValueType type) {
        var coerced = switch (type) {
            case STRING -> string(value);
            case NUMBER -> number(value);
            case BOOLEAN -> bool(value);
            case TIMESTAMP -> timestamp(value);
        };
        if (coerced == null) {
            return new Dropped(Reason.NOT_COERCIBLE);
        }
        return coerced instanceof String text && isTooLong(text) ? new Dropped(Reason.TOO_LONG) : new Coerced(coerced);
    }

    /** A character takes three bytes at most. */
    private static boolean isTooLong(String text) {
        return text.length() > MAX_BYTES / 3 && Utf8.encodedLength(text) > MAX_BYTES;
    }

    private static @Nullable Object string(Object value) {
        if (value instanceof String) {
            return value;
        }
        return value instanceof List || value instanceof Map ? null : Printed.text(value);
    }

    private static @Nullable Object number(Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? number : null;
        }
        if (value instanceof Number number) {
            return finite(number.doubleValue());
        }
        try {
            return value instanceof String text && !text.isBlank() && isDecimal(text)
                    ? finite(Double.parseDouble(text))
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Java would take {@code NaN}, {@code 0x1p3} and {@code 1d} for numbers too. */
    private static boolean isDecimal(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE \t".indexOf(c) >= 0);
    }

    private static @Nullable Object finite(double number) {
        return Double.isFinite(number) ? (Double) number : null;
    }

    private static @Nullable Object bool(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text) {
            return text.equalsIgnoreCase("true")
                    ? (Object) true
                    : text.equalsIgnoreCase("false") ? (Object) false : null;
        }
        return null;
    }

    private static @Nullable Object timestamp(Object value) {
        if (value instanceof Long seconds) {
            return seconds >= 0 && seconds <= LATEST_SECOND ? Instant.ofEpochSecond(seconds) : null;
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MILLIS);
        }
        return value instanceof String text ? timestamp(text) : null;
    }

    private static @Nullable Instant timestamp(String text) {
        try {
            var time = OffsetDateTime.parse(text);
            return time.getYear() >= 1 && time.getYear() <= 9999
                    ? time.toInstant().truncatedTo(ChronoUnit.MILLIS)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
