package io.p13n.benchmark.load;

import io.p13n.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** Whether anything grows while p13n alone is under the same load for long: memory, threads, connections, dead rows, latency. */
final class SoakRun {

    private static final String CONNECTIONS =
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    private static final String DEAD_ROWS = "select coalesce(sum(n_dead_tup), 0) from pg_stat_user_tables";

    private final Steps steps;
    private final PrintStream out;

    SoakRun(Steps steps, PrintStream out) {
        this.steps = steps;
        this.out = out;
    }

    /**
     * How long it takes.
     *
     * @param rate events per second
     * @param times how often figures are taken
     * @param time between two takings
     */
    record Steps(int rate, int times, Duration time) {}

    /**
     * Runs it for twenty minutes.
     *
     * @param arguments events per second; 125 if left out
     */
    public static void main(String... arguments) throws IOException, SQLException {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 125;
        Path directory = Files.createTempDirectory("p13n-soak");
        var shopper = new Shopper(100_000);
        double loadBefore = Noise.load();
        try (Site site = Site.start(directory, List.of("-Xmx512m"), shopper)) {
            var watch = Noise.watch(site, loadBefore);
            new SoakRun(new Steps(rate, 20, Duration.ofMinutes(1)), System.out).run(site, shopper);
            System.out.println(watch.noise().verdict());
        }
        FileSystemUtils.deleteRecursively(directory); // what failed keeps its logs
    }

    /** Returns the figures that were taken, each by its name. */
    List<Map<String, Double>> run(Site site, Shopper shopper) throws SQLException {
        var taken = new ArrayList<Map<String, Double>>();
        Row row = site.rows().get(0);
        try (var generator =
                new Generator(number -> Service.SHOP.visit(shopper.pageView(number)), Generator.PATIENCE)) {
            for (int i = 0; i < steps.times(); i++) {
                site.check();
                taken.add(figures(site, generator.load(row.target(), steps.rate(), steps.time())));
                out.printf("%d of %d: %s%n", i + 1, steps.times(), taken.get(i));
            }
        }
        tell(taken);
        return taken;
    }

    private static Map<String, Double> figures(Site site, Outcome outcome) throws SQLException {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("p50, ms", outcome.millis(50));
        figures.put("p99, ms", outcome.millis(99));
        figures.put("missing", (double) outcome.missing());
        site.residentMebibytes().forEach((part, size) -> figures.put("MiB of " + part, (double) size));
        site.threads().forEach((part, count) -> figures.put("threads of " + part, (double) count));
        figures.put("connections", ask(site.database(), CONNECTIONS));
        figures.put("dead rows", ask(site.database(), DEAD_ROWS));
        return figures;
    }

    private static double ask(EmbeddedDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    /** Medians of the thirds: the first has the warm-up in it. */
    private void tell(List<Map<String, Double>> taken) {
        int third = Math.max(1, taken.size() / 3);
        out.println();
        out.printf("Medians at %d/s, of each third of the time%n", steps.rate());
        for (String name : taken.get(0).keySet()) {
            out.printf(
                    Locale.ROOT,
                    "%-24s %10.1f %10.1f %10.1f%n",
                    name,
                    median(name, taken.subList(0, third)),
                    median(name, taken.subList(third, Math.max(third + 1, taken.size() - third))),
                    median(name, taken.subList(taken.size() - third, taken.size())));
        }
    }

    private static double median(String name, List<Map<String, Double>> taken) {
        double[] sorted = taken.stream()
                .mapToDouble(each -> each.getOrDefault(name, Double.NaN))
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }
}
