package io.p13n.benchmark.load;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Rates to try, each a tenth above the one before.
 *
 * @param rates ascending
 */
record Ladder(List<Integer> rates) {

    private static final double STEP = 1.1;

    static Ladder between(int least, int most) {
        int rungs = (int) Math.floor(Math.log((double) most / least) / Math.log(STEP)) + 1;
        return new Ladder(IntStream.range(0, rungs)
                .map(rung -> (int) Math.round(least * Math.pow(STEP, rung)))
                .boxed()
                .toList());
    }

    /** The highest rate that holds, if whatever is below one that holds does so too; 0 if not even the least one does. */
    int highest(IntPredicate holds) {
        return between(holds, -1, rates.size());
    }

    /**
     * The same, found in fewer tries if it is near a rate: by steps that double, away from there, and then by halves.
     *
     * @param near a rate of this ladder; any other number if nothing is known
     */
    int highest(IntPredicate holds, int near) {
        int start = rates.indexOf(near);
        if (start < 0) {
            return highest(holds);
        }
        int step = 1;
        if (holds.test(near)) {
            int held = start;
            for (; held + step < rates.size(); step *= 2) {
                if (!holds.test(rates.get(held + step))) {
                    return between(holds, held, held + step);
                }
                held += step;
            }
            return between(holds, held, rates.size());
        }
        int broken = start;
        for (; broken - step >= 0; step *= 2) {
            if (holds.test(rates.get(broken - step))) {
                return between(holds, broken - step, broken);
            }
            broken -= step;
        }
        return between(holds, -1, broken);
    }

    private int between(IntPredicate holds, int lowest, int highest) {
        int held = lowest;
        int broken = highest;
        while (broken - held > 1) {
            int middle = (held + broken) / 2;
            if (holds.test(rates.get(middle))) {
                held = middle;
            } else {
                broken = middle;
            }
        }
        return held < 0 ? 0 : rates.get(held);
    }
}
