package io.p13n.offer.profile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Decimals with six places, as a long of millionths. Sums stop at the ends of long, ±9.2 × 10¹².
 */
public final class Micros {

    /** The largest increment, 10¹². */
    static final double MOST = 1e12;

    static final long ONE = 1_000_000;
    private static final long FIFTEEN_DIGITS = 1_000_000_000_000_000L;
    private static final int MAX_LENGTH = 400;

    private Micros() {}

    /**
     * Reads a number or the text of one, rounded half-even to six places.
     *
     * @return null where it is neither, or beyond ±10¹²
     */
    public static @Nullable Long of(Object number) {
        if (number instanceof Long integer) {
            return Math.abs((double) integer) <= MOST ? (Long) (integer * ONE) : null;
        }
        if (number instanceof Double decimal) {
            var exact = exact(decimal);
            return exact == null ? decimal(decimal.toString()) : exact;
        }
        if (number instanceof String text) {
            return decimal(text);
        }
        return number instanceof BigDecimal || number instanceof BigInteger ? decimal(number.toString()) : null;
    }

    /** As a double: whole below 9 × 10⁹, and off by less than a part in 10¹⁵ above. */
    static double toDouble(long micros) {
        return micros / 1e6;
    }

    static boolean isWhole(long micros) {
        return micros % ONE == 0;
    }

    /** The shortest form. */
    static BigDecimal toDecimal(long micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    }

    static long ofWhole(long number) {
        return Math.multiplyExact(number, ONE);
    }

    static long ofDecimal(BigDecimal number) {
        return number.movePointRight(6).longValueExact();
    }

    static long add(long one, long other) {
        var sum = one + other;
        var overflown = ((one ^ sum) & (other ^ sum)) < 0;
        return overflown ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** The usual case, without text: of at most six places and 15 digits, a double stands for one decimal alone. */
    private static @Nullable Long exact(double number) {
        var micros = Math.round(number * ONE);
        return Math.abs(micros) < FIFTEEN_DIGITS && micros / 1e6 == number ? micros : null;
    }

    private static @Nullable Long decimal(String text) {
        try {
            var magnitude = Math.abs(Double.parseDouble(text));
            if (!(magnitude <= MOST) || text.length() > MAX_LENGTH) {
                return null;
            }
            if (magnitude < 1e-7) {
                return 0L; // BigDecimal would scale an exponent of any size
            }
            return new BigDecimal(text.strip())
                    .movePointRight(6)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .longValueExact();
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
