package io.p13n.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What was measured of one row at one rate, round by round. */
final class Figures {

    /** The percentiles of the table. */
    static final List<Double> PERCENTILES = List.of(50.0, 95.0, 99.0, 99.9);

    private final List<Outcome> rounds = new ArrayList<>();
    private final Map<String, List<Double>> cpu = new TreeMap<>();

    /**
     * Adds a round.
     *
     * @param cpuMillis that each kind of process used meanwhile
     */
    void add(Outcome outcome, Map<String, Long> cpuMillis) {
        rounds.add(outcome);
        long events = Math.max(1, outcome.answered());
        cpuMillis.forEach((kind, millis) ->
                cpu.computeIfAbsent(kind, any -> new ArrayList<>()).add(millis * 1000.0 / events));
        double all = cpuMillis.values().stream().mapToLong(Long::longValue).sum() * 1000.0 / events;
        cpu.computeIfAbsent("all", any -> new ArrayList<>()).add(all);
    }

    Spread millis(double percentile) {
        return Spread.of(
                rounds.stream().map(outcome -> outcome.millis(percentile)).toList());
    }

    /** Microseconds of CPU for each answered event. */
    Spread cpuMicros(String kind) {
        return Spread.of(cpu.getOrDefault(kind, List.of(0.0)));
    }

    Iterable<String> kinds() {
        return cpu.keySet();
    }

    /** Requests that got no offers in time, of all rounds. */
    long missing() {
        return rounds.stream().mapToLong(Outcome::missing).sum();
    }

    long answered() {
        return rounds.stream().mapToLong(Outcome::answered).sum();
    }

    /** Of all rounds together, since a single one has too few for what is rare. */
    double pooledMillis(double percentile) {
        return latencies().getValueAtPercentile(percentile) / 1000.0;
    }

    /** The latencies of all rounds together, in microseconds. */
    Histogram latencies() {
        Histogram all = Outcome.histogram();
        rounds.forEach(outcome -> all.add(outcome.micros()));
        return all;
    }
}
