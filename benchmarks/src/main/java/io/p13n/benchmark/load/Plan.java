package io.p13n.benchmark.load;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param profiles that exist before the first event
 * @param warmRates events per second while a row warms up, one after the other: what is cold costs many times as much
 * @param warmUp time at each of them
 * @param rates at which latency is measured, events per second
 * @param settling time under the same load before each measurement: other rows had the machine meanwhile
 * @param time of one measurement
 * @param idle time in each round at which nothing is asked
 * @param rounds in each of which every row is measured at every rate; as many as there are rows, so that each follows each
 * @param ladder of rates that the search for the highest one tries
 * @param rung time of one try
 * @param jvm options of every JVM, whatever it runs
 */
record Plan(
        int profiles,
        List<Integer> warmRates,
        Duration warmUp,
        List<Integer> rates,
        Duration settling,
        Duration time,
        Duration idle,
        int rounds,
        Ladder ladder,
        Duration rung,
        List<String> jvm) {

    /** What results are made of: about twenty minutes. */
    static final Plan FULL = new Plan(
            100_000,
            List.of(200, 500, 1000, 1000),
            Duration.ofSeconds(15),
            List.of(200, 1000),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            4,
            Ladder.between(250, 63_000),
            Duration.ofMillis(2500),
            List.of("-Xmx512m"));

    /** Shows that everything works, and no more: about two minutes. */
    static final Plan SHORT = new Plan(
            10_000,
            List.of(200),
            Duration.ofSeconds(5),
            List.of(200, 1000),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            1,
            Ladder.between(1000, 1500),
            Duration.ofSeconds(1),
            List.of("-Xmx512m"));

    static Plan named(String name) {
        return switch (name) {
            case "full" -> FULL;
            case "short" -> SHORT;
            default -> throw new IllegalArgumentException("a plan is full or short, not " + name);
        };
    }
}
