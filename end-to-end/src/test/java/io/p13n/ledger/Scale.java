package io.p13n.ledger;

import java.time.Duration;

/**
 * How long a row goes on.
 *
 * @param times how often what can be repeated is
 * @param outage how long something is away
 * @param burst acknowledged attempts before, between and after faults
 * @param crowd customers, callers or events of rows that are about many at once
 */
record Scale(int times, Duration outage, int burst, int crowd) {

    /** As a part of the build. */
    static final Scale SHORT = new Scale(2, Duration.ofSeconds(4), 60, 20);

    /** As an operator would want to see it. */
    static final Scale LONG = new Scale(10, Duration.ofSeconds(30), 1000, 200);

    /** How often what takes its time is repeated. */
    int fewTimes() {
        return times / 2;
    }

    /** By the flag {@code p13n.ledger}. */
    static Scale chosen() {
        String flag = System.getProperty("p13n.ledger", "");
        return switch (flag) {
            case "", "short" -> SHORT;
            case "long" -> LONG;
            default -> throw new IllegalArgumentException("-Dp13n.ledger is short or long, not " + flag);
        };
    }
}
