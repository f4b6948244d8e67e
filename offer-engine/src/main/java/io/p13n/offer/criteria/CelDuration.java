package io.p13n.offer.criteria;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as CEL writes them, {@code 1h30m}, and with days besides. */
final class CelDuration {

    private static final Pattern WHOLE =
            Pattern.compile("[+-]?(0|([0-9]{1,18}(\\.[0-9]{0,18})?(ns|us|µs|ms|s|m|h|d)){1,8})");
    private static final Pattern PART = Pattern.compile("([0-9.]+)([a-zµ]+)");

    /** CEL's own bound, about 10,000 years. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(315_576_000_000L);

    private CelDuration() {}

    /** Null where it is none. */
    static @Nullable Duration parse(String text) {
        if (text.length() > 256 || !WHOLE.matcher(text).matches()) {
            return null;
        }
        var seconds = BigDecimal.ZERO;
        var part = PART.matcher(text);
        while (part.find()) {
            seconds = seconds.add(new BigDecimal(part.group(1)).multiply(seconds(part.group(2))));
        }
        if (seconds.compareTo(MOST_SECONDS) > 0) {
            return null;
        }
        var billion = BigDecimal.TEN.pow(9).toBigInteger();
        var parts = seconds.movePointRight(9).toBigInteger().divideAndRemainder(billion);
        var duration = Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
        return text.startsWith("-") ? duration.negated() : duration;
    }

    private static BigDecimal seconds(String unit) {
        return switch (unit) {
            case "ns" -> new BigDecimal("0.000000001");
            case "us", "µs" -> new BigDecimal("0.000001");
            case "ms" -> new BigDecimal("0.001");
            case "s" -> BigDecimal.ONE;
            case "m" -> BigDecimal.valueOf(60);
            case "h" -> BigDecimal.valueOf(3600);
            default -> BigDecimal.valueOf(86_400);
        };
    }
}
