package io.p13n.benchmark.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a timer or a summary of an application has counted, in its base unit: seconds, events.
 *
 * @param count how often
 * @param sum of all
 */
record Meter(double count, double sum) {

    static final Meter NONE = new Meter(0, 0);

    private static final Pattern SAMPLE =
            Pattern.compile("(p13n_\\w+?)_(count|sum)(?:\\{(.*)})? ([-+.0-9Ee]+)", Pattern.MULTILINE);
    private static final Pattern STAGE = Pattern.compile("stage=\"(\\w+)\"");

    /** Reads what Prometheus is told: our own meters, by name and, where there is one, stage; other labels are summed up. */
    static Map<String, Meter> read(String exposition) {
        var meters = new TreeMap<String, Meter>();
        Matcher sample = SAMPLE.matcher(exposition);
        while (sample.find()) {
            double value = Double.parseDouble(sample.group(4));
            boolean count = sample.group(2).equals("count");
            meters.merge(name(sample), new Meter(count ? value : 0, count ? 0 : value), (one, other) -> one.and(other));
        }
        return meters;
    }

    private static String name(Matcher sample) {
        Matcher stage = STAGE.matcher(sample.group(3) == null ? "" : sample.group(3));
        return sample.group(1) + (stage.find() ? " " + stage.group(1) : "");
    }

    private Meter and(Meter other) {
        return new Meter(count + other.count, sum + other.sum);
    }

    /** What was counted since then. */
    Meter since(@Nullable Meter before) {
        return before == null ? this : new Meter(count - before.count, sum - before.sum);
    }

    /** 0 if there is nothing. */
    double mean() {
        return count == 0 ? 0 : sum / count;
    }
}
