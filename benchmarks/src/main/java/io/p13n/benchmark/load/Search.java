package io.p13n.benchmark.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Looks for the highest rates of a row. A rate that fails is tried again, since a single stall of the machine is not the row's: it
 * has failed if two of at most three tries did, or one did so by far.
 */
final class Search {

    private static final int TRIES = 3;

    private final Ladder ladder;
    private final IntFunction<Outcome> load;
    private final Map<Integer, List<Outcome>> tried = new HashMap<>();

    /**
     * Makes one that keeps what it has tried.
     *
     * @param load puts the row under load at a rate
     */
    Search(Ladder ladder, IntFunction<Outcome> load) {
        this.ladder = ladder;
        this.load = load;
    }

    /**
     * The highest rate that does what is asked; 0 if none does.
     *
     * @param near what an earlier search has found; 0 if there was none
     */
    int highest(Predicate<Outcome> asked, int near) {
        return ladder.highest(rate -> passes(rate, asked), near);
    }

    private boolean passes(int rate, Predicate<Outcome> asked) {
        int failed = 0;
        for (int i = 0; i < TRIES; i++) {
            Outcome outcome = outcome(rate, i);
            if (!asked.test(outcome)) {
                failed++;
            }
            int passed = i + 1 - failed;
            if (passed > failed) {
                return true;
            }
            if (failed > 1 || outcome.hopeless()) {
                return false;
            }
        }
        return false;
    }

    private Outcome outcome(int rate, int number) {
        List<Outcome> outcomes = tried.computeIfAbsent(rate, any -> new ArrayList<>());
        if (outcomes.size() == number) {
            outcomes.add(load.apply(rate));
        }
        return outcomes.get(number);
    }
}
