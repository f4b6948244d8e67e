package io.p13n.benchmark.load;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Locale;

/**
 * What else happened on the machine, as shares of all its processors.
 *
 * @param stolen given to other machines on the same hardware
 * @param others used by processes that are not part of the run; below nothing if Linux counts less for the machine than for them
 * @param loadBefore processes that wanted to run in the minute before it
 */
record Noise(double stolen, double others, double loadBefore) {

    private static final double BEARABLE_STOLEN = 0.02;
    private static final double BEARABLE_OTHERS = 0.03;

    static Noise between(Processor.Machine before, Processor.Machine after, long ourMillis, double loadBefore) {
        double all = Math.max(1, after.all() - before.all());
        long busy = after.busy() - before.busy();
        return new Noise((after.stolen() - before.stolen()) / all, (busy - ourMillis) / all, loadBefore);
    }

    /** The most of each, so that a minute of noise is not lost in a quarter of an hour. */
    static Noise worst(Collection<Noise> rounds) {
        return new Noise(
                rounds.stream().mapToDouble(Noise::stolen).max().orElse(0),
                rounds.stream().mapToDouble(Noise::others).max().orElse(0),
                rounds.stream().mapToDouble(Noise::loadBefore).max().orElse(0));
    }

    /** How many processes wanted to run in the last minute; to be asked before a run starts its own. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Begins to watch the machine; what a site uses is not noise. */
    static Watch watch(Site site, double loadBefore) {
        return new Watch(site, Processor.ofMachine(), site.allCpuMillis(), loadBefore);
    }

    /** The machine and the site, as they were at the beginning. */
    record Watch(Site site, Processor.Machine machine, long ourMillis, double loadBefore) {

        /** What else happened since then; processes that the site has started meanwhile are its own. */
        Noise noise() {
            return between(machine, Processor.ofMachine(), site.allCpuMillis() - ourMillis, loadBefore);
        }
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
