package io.p13n.benchmark.load;

import java.util.Collection;

/** A figure over all rounds. */
record Spread(double median, double least, double most) {

    /** Of at least one figure; of an even number the median is between the middle two. */
    static Spread of(Collection<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
