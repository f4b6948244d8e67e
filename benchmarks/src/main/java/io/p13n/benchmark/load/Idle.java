package io.p13n.benchmark.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What is used while nothing is asked. All rows poll the same broker and database, so whichever is under load, their polling is in
 * what those two use.
 *
 * @param millisPerSecond of CPU time, by kind of process
 */
record Idle(Map<String, Double> millisPerSecond) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Of what was used in a while. */
    static Idle of(Map<String, Long> cpuMillis, Duration time) {
        var rates = new HashMap<String, Double>();
        cpuMillis.forEach((kind, millis) -> rates.put(kind, millis / seconds(time)));
        return new Idle(Map.copyOf(rates));
    }

    /** What a load used, in milliseconds, less what would have been used in that time without it; never less than nothing. */
    Map<String, Long> takenFrom(Map<String, Long> cpuMillis, Duration time) {
        var left = new HashMap<>(cpuMillis);
        left.replaceAll((kind, millis) ->
                Math.max(0, millis - Math.round(millisPerSecond.getOrDefault(kind, 0.0) * seconds(time))));
        return left;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS_PER_SECOND;
    }
}
