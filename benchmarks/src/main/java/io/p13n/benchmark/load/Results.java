package io.p13n.benchmark.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a run has found, by the names of its rows. */
final class Results {

    private final Map<String, Map<Integer, Figures>> figures = new LinkedHashMap<>();
    private final Map<String, List<Double>> held = new LinkedHashMap<>();
    private final Map<String, List<Double>> most = new LinkedHashMap<>();
    private final Map<String, Long> residentMebibytes = new TreeMap<>();
    private final Map<String, List<Double>> idle = new TreeMap<>();
    private Noise noise = new Noise(0, 0, 0);

    void add(Row row, Outcome outcome, Map<String, Long> cpuMillis) {
        figures.computeIfAbsent(row.name(), any -> new TreeMap<>())
                .computeIfAbsent(outcome.rate(), any -> new Figures())
                .add(outcome, cpuMillis);
    }

    /**
     * Adds what a search has found.
     *
     * @param held the highest rate with a p99 of at most 50 ms
     * @param most the highest at any latency
     */
    void add(Row row, int held, int most) {
        this.held.computeIfAbsent(row.name(), any -> new ArrayList<>()).add((double) held);
        this.most.computeIfAbsent(row.name(), any -> new ArrayList<>()).add((double) most);
    }

    /** Adds a round's. */
    void add(Idle idle) {
        idle.millisPerSecond()
                .forEach((kind, millis) -> this.idle
                        .computeIfAbsent(kind, any -> new ArrayList<>())
                        .add(millis));
    }

    void conclude(Noise noise, Map<String, Long> residentMebibytes) {
        this.noise = noise;
        this.residentMebibytes.putAll(residentMebibytes);
    }

    Iterable<String> rows() {
        return figures.keySet();
    }

    Map<Integer, Figures> figures(String row) {
        return figures.getOrDefault(row, Map.of());
    }

    /** What the last search for a rate with a p99 of at most 50 ms has found; 0 if there was none. */
    int lastHeld(Row row) {
        return last(held, row);
    }

    /** The same at any latency. */
    int lastMost(Row row) {
        return last(most, row);
    }

    private static int last(Map<String, List<Double>> found, Row row) {
        List<Double> rounds = found.getOrDefault(row.name(), List.of(0.0));
        return rounds.get(rounds.size() - 1).intValue();
    }

    Spread held(String row) {
        return Spread.of(held.getOrDefault(row, List.of(0.0)));
    }

    Spread most(String row) {
        return Spread.of(most.getOrDefault(row, List.of(0.0)));
    }

    /** Milliseconds of CPU per second while nothing is asked, by kind of process. */
    Map<String, Spread> idle() {
        var spreads = new TreeMap<String, Spread>();
        idle.forEach((kind, rounds) -> spreads.put(kind, Spread.of(rounds)));
        return spreads;
    }

    Map<String, Long> residentMebibytes() {
        return residentMebibytes;
    }

    Noise noise() {
        return noise;
    }
}
