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
        int held = -1;
        int broken = rates.size();
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
