package io.p13n.ledger;

import java.math.BigDecimal;
import java.util.Collection;

/**
 * What a profile has counted, or should have.
 *
 * @param events how many
 * @param total of their amounts
 */
record Counters(long events, BigDecimal total) {

    private static final Counters NONE = new Counters(0, BigDecimal.ZERO);

    static Counters sum(Collection<Counters> each) {
        return each.stream()
                .reduce(NONE, (one, other) -> new Counters(one.events + other.events, one.total.add(other.total)));
    }

    boolean equal(Counters other) {
        return events == other.events && total.compareTo(other.total) == 0;
    }

    @Override
    public String toString() {
        return "%d events worth %s".formatted(events, total.toPlainString());
    }
}
