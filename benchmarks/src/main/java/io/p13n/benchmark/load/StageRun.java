package io.p13n.benchmark.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.util.FileSystemUtils;

/**
 * Where the time of an event goes when p13n alone is under load, at several rates: CPU time by thread and by PostgreSQL's backends,
 * and how long it is in each stage, as the applications' own timers tell.
 */
final class StageRun {

    /** What has less of the CPU time than this is told together. */
    private static final double WORTH_A_LINE = 0.01;

    private final Steps steps;
    private final PrintStream out;

    StageRun(Steps steps, PrintStream out) {
        this.steps = steps;
        this.out = out;
    }

    /**
     * How much is measured.
     *
     * @param warmRates events per second before anything is measured
     * @param warmUp time at each of these
     * @param rates at which is measured, ascending
     * @param time at each of these
     */
    record Steps(List<Integer> warmRates, Duration warmUp, List<Integer> rates, Duration time) {}

    /**
     * What was found at a rate.
     *
     * @param micros of CPU time an event, by thread
     * @param meters what the applications' timers and summaries counted meanwhile
     */
    record Found(Outcome outcome, Map<String, Long> micros, Map<String, Meter> meters) {

        Meter meter(String name) {
            return meters.getOrDefault(name, Meter.NONE);
        }

        long all() {
            return micros.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Runs it for about four minutes.
     *
     * @param arguments options of every JVM; {@code -Xmx512m} if left out
     */
    public static void main(String... arguments) throws IOException, SQLException {
        Path directory = Files.createTempDirectory("p13n-stages");
        List<String> jvm = arguments.length > 0 ? List.of(arguments) : List.of("-Xmx512m");
        var steps = new Steps(
                List.of(200, 500, 1000, 1000, 1000),
                Duration.ofSeconds(20),
                List.of(200, 1000, 2000, 3000),
                Duration.ofSeconds(20));
        var shopper = new Shopper(100_000);
        double loadBefore = Noise.load();
        try (Site site = Site.start(directory, jvm, shopper)) {
            var watch = Noise.watch(site, loadBefore);
            new StageRun(steps, System.out).run(site, shopper);
            System.out.println(watch.noise().verdict());
        }
        FileSystemUtils.deleteRecursively(directory); // what failed keeps its logs
    }

    /** Returns what was found at each rate. */
    List<Found> run(Site site, Shopper shopper) throws SQLException {
        var found = new ArrayList<Found>();
        Row row = site.rows().get(0);
        try (var generator =
                new Generator(number -> Service.SHOP.visit(shopper.pageView(number)), Generator.PATIENCE)) {
            for (int rate : steps.warmRates()) {
                out.printf("warming up at %d/s%n", rate);
                generator.load(row.target(), rate, steps.warmUp());
            }
            for (int rate : steps.rates()) {
                out.printf("measuring at %d/s%n", rate);
                found.add(measured(site, generator, row, rate));
            }
        }
        tell(found);
        return found;
    }

    private Found measured(Site site, Generator generator, Row row, int rate) throws SQLException {
        Map<String, Long> cpuBefore = site.cpuMillisByThread();
        Map<String, Meter> metersBefore = site.meters();
        Outcome outcome = generator.load(row.target(), rate, steps.time());
        var meters = new TreeMap<String, Meter>();
        site.meters().forEach((name, meter) -> meters.put(name, meter.since(metersBefore.get(name))));
        var micros = new TreeMap<String, Long>();
        Map<String, String> names = site.databaseProcesses();
        site.cpuMillisByThread().forEach((thread, millis) -> {
            long used = (millis - cpuBefore.getOrDefault(thread, 0L)) * 1000 / Math.max(1, outcome.answered());
            micros.merge(names.getOrDefault(thread, thread), used, Long::sum);
        });
        return new Found(outcome, micros, meters);
    }

    private void tell(List<Found> found) {
        out.println();
        line("", found, each -> each.outcome().rate() + "/s");
        line("p50, ms", found, each -> decimal(each.outcome().millis(50)));
        line("p99, ms", found, each -> decimal(each.outcome().millis(99)));
        line("missing", found, each -> String.valueOf(each.outcome().missing()));
        out.println("CPU time, in microseconds an event, by process and thread");
        List<String> worth = found.stream()
                .flatMap(each -> each.micros().entrySet().stream()
                        .filter(of -> of.getValue() > each.all() * WORTH_A_LINE)
                        .map(Map.Entry::getKey))
                .distinct()
                .sorted()
                .toList();
        worth.forEach(name ->
                line(name, found, each -> String.valueOf(each.micros().getOrDefault(name, 0L))));
        line(
                "what has less",
                found,
                each -> String.valueOf(each.all()
                        - worth.stream()
                                .mapToLong(name -> each.micros().getOrDefault(name, 0L))
                                .sum()));
        line("all", found, each -> String.valueOf(each.all()));
        out.println(
                "Means of what was counted meanwhile: of times in milliseconds, of sizes in events; and how often a second");
        found.get(0)
                .meters()
                .keySet()
                .forEach(name -> line(name, found, each -> {
                    Meter meter = each.meter(name);
                    return decimal(meter.mean() * (name.contains("seconds") ? 1000 : 1)) + " x"
                            + decimal(meter.count() / (steps.time().toMillis() / 1000.0));
                }));
    }

    private void line(String name, List<Found> found, Function<Found, String> cell) {
        var line = new StringBuilder(String.format(Locale.ROOT, "%-44s", name));
        found.forEach(each -> line.append(String.format(Locale.ROOT, " %18s", cell.apply(each))));
        out.println(line);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
