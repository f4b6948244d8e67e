package io.p13n.benchmark.load;

import java.util.ArrayList;
import java.util.List;

/**
 * What p13n is to reach against a baseline of the same run.
 *
 * @param ratio the one that is asked for
 * @param atLeast whether more is better
 * @param found the ratio of the medians; infinite if the baseline has nothing
 */
record Goal(String what, double ratio, boolean atLeast, double found) {

    private static final int RATE = 1000;

    /** Those of which the run has measured both. */
    static List<Goal> of(Results results) {
        var goals = new ArrayList<Goal>();
        double held = results.held(Row.P13N).median();
        goals.add(atLeast(8, "highest rate with p99 <= 50 ms, against standard's", held, results.held("standard")));
        goals.add(atLeast(4, "the same, against standard's at any latency", held, results.most("standard")));
        goals.add(atLeast(0.5, "the same, against the durable floor's", held, results.held("durable floor")));
        Figures ours = results.figures(Row.P13N).get(RATE);
        Figures floor = results.figures("durable floor").get(RATE);
        Figures standard = results.figures("standard").get(RATE);
        if (ours != null && floor != null && standard != null) {
            goals.add(atMost(2.5, "p50 at 1,000/s, against the durable floor's", ours.millis(50), floor.millis(50)));
            goals.add(atMost(4, "p99 at 1,000/s, against the durable floor's", ours.millis(99), floor.millis(99)));
            goals.add(atMost(0.1, "p99 at 1,000/s, against standard's", ours.millis(99), standard.millis(99)));
            goals.add(atMost(
                    2.5,
                    "CPU time of an event at 1,000/s, against the durable floor's",
                    ours.cpuMicros("all"),
                    floor.cpuMicros("all")));
        }
        return goals;
    }

    private static Goal atLeast(double ratio, String what, double ours, Spread theirs) {
        return new Goal(what, ratio, true, ours / theirs.median());
    }

    private static Goal atMost(double ratio, String what, Spread ours, Spread theirs) {
        return new Goal(what, ratio, false, ours.median() / theirs.median());
    }

    String asked() {
        return "%s %s times".formatted(atLeast ? "at least" : "at most", ratio);
    }

    boolean reached() {
        return atLeast ? found >= ratio : found <= ratio;
    }
}
