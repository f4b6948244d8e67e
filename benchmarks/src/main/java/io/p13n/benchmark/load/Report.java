package io.p13n.benchmark.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results as files: {@code load.json} with all figures, and {@code load-RATE.svg} with a plot.
 *
 * @param result whether the machine was quiet, so that the numbers mean something
 * @param machine in words
 */
record Report(
        boolean result,
        String verdict,
        Instant at,
        String machine,
        Noise noise,
        Plan plan,
        Map<String, Told> rows,
        List<Goal> goals,
        Map<String, Spread> idleMillisPerSecond,
        Map<String, Long> residentMebibytes) {

    private static final int GIBIBYTE = 30;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** A row: its highest rates, and its figures by rate. */
    record Told(Spread held, Spread most, Map<Integer, Figured> at) {}

    /** A row at one rate: milliseconds by percentile, and microseconds of CPU for each event by kind of process. */
    record Figured(long answered, long missing, Map<String, Spread> millis, Map<String, Spread> cpuMicros) {

        static Figured of(Figures figures) {
            var millis = new LinkedHashMap<String, Spread>();
            Figures.PERCENTILES.forEach(percentile -> millis.put("p" + percentile, figures.millis(percentile)));
            var cpu = new TreeMap<String, Spread>();
            figures.kinds().forEach(kind -> cpu.put(kind, figures.cpuMicros(kind)));
            return new Figured(figures.answered(), figures.missing(), millis, cpu);
        }
    }

    static Report of(Plan plan, Results results) {
        var rows = new LinkedHashMap<String, Told>();
        for (String row : results.rows()) {
            var at = new TreeMap<Integer, Figured>();
            results.figures(row).forEach((rate, figures) -> at.put(rate, Figured.of(figures)));
            rows.put(row, new Told(results.held(row), results.most(row), at));
        }
        return new Report(
                results.noise().quiet(),
                results.noise().verdict(),
                Instant.now(),
                thisMachine(),
                results.noise(),
                plan,
                rows,
                Goal.of(results),
                results.idle(),
                results.residentMebibytes());
    }

    private static String thisMachine() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "%d processors, %d GiB of memory, %s %s, JDK %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        system.getTotalMemorySize() >> GIBIBYTE,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version());
    }

    /** Writes the files and returns them. */
    static List<Path> write(Path directory, Plan plan, Results results) throws IOException {
        Files.createDirectories(directory);
        var written = new ArrayList<Path>();
        written.add(Files.writeString(directory.resolve("load.json"), JSON.writeValueAsString(of(plan, results))));
        for (int rate : plan.rates()) {
            written.add(Files.writeString(directory.resolve("load-" + rate + ".svg"), Plot.of(results, rate)));
        }
        return written;
    }
}
