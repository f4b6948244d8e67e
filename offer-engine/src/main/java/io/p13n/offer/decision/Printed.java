package io.p13n.offer.decision;

import java.math.BigDecimal;
import java.time.Instant;

/** How values look to a caller: a whole number has no decimal point, a timestamp is RFC 3339. */
final class Printed {

    private static final double EXACT = 1L << 53;

    private Printed() {}

    static String text(Object value) {
        if (value instanceof Double number) {
            return number(number);
        }
        return value instanceof Instant instant ? instant.toString() : String.valueOf(value);
    }

    /** A number as JSON has it. */
    static String number(double number) {
        if (number == Math.rint(number) && Math.abs(number) <= EXACT) {
            return Long.toString((long) number);
        }
        return Math.abs(number) >= 1e-6 && Math.abs(number) <= EXACT
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }
}
