package io.p13n.benchmark.load;

import java.util.Locale;

/**
 * What else happened on the machine, as shares of all its processors.
 *
 * @param stolen given to other machines on the same hardware
 * @param others used by processes that are not part of the run
 * @param loadBefore processes that wanted to run in the minute before it
 */
record Noise(double stolen, double others, double loadBefore) {

    private static final double BEARABLE_STOLEN = 0.02;
    private static final double BEARABLE_OTHERS = 0.03;

    static Noise between(Processor.Machine before, Processor.Machine after, long ourMillis, double loadBefore) {
        double all = Math.max(1, after.all() - before.all());
        long busy = after.busy() - before.busy();
        return new Noise((after.stolen() - before.stolen()) / all, Math.max(0, busy - ourMillis) / all, loadBefore);
    }

    /** Whether numbers taken meanwhile mean anything. */
    boolean quiet() {
        return stolen <= BEARABLE_STOLEN && others <= BEARABLE_OTHERS;
    }

    String verdict() {
        String seen = String.format(
                Locale.ROOT,
                "%.1f %% stolen, %.1f %% used by other processes, load %.1f in the minute before",
                stolen * 100,
                others * 100,
                loadBefore);
        return quiet()
                ? "The machine was quiet: " + seen + "."
                : String.format(
                        Locale.ROOT,
                        "NOT A RESULT: the machine was not quiet (%s; bearable are %.0f %% and %.0f %%).",
                        seen,
                        BEARABLE_STOLEN * 100,
                        BEARABLE_OTHERS * 100);
    }
}
