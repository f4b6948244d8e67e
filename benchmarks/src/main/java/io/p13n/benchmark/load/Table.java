package io.p13n.benchmark.load;

import java.util.Locale;

/** Results as a person reads them: medians, and in brackets the least and the most of all rounds; p99.9 is that of all together. */
final class Table {

    private static final String LATENCIES = "%-14s %7s  %8s %8s %20s %9s %8s%n";
    private static final String RATES = "%-14s %22s %22s%n";
    private static final String CPU = "%-14s %7s  %8s %12s %8s %9s %18s%n";

    private final StringBuilder text = new StringBuilder();

    private Table() {}

    static String of(Results results) {
        var table = new Table();
        table.latencies(results);
        table.rates(results);
        table.cpu(results);
        table.idle(results);
        table.memory(results);
        table.goals(results);
        table.text.append('\n').append(results.noise().verdict()).append('\n');
        return table.text.toString();
    }

    private void latencies(Results results) {
        line("Latency from the moment a request was due, in ms%n");
        line(LATENCIES, "row", "rate", "p50", "p95", "p99", "p99.9", "missing");
        for (String row : results.rows()) {
            results.figures(row)
                    .forEach((rate, figures) -> line(
                            LATENCIES,
                            row,
                            rate + "/s",
                            number(figures.millis(50).median()),
                            number(figures.millis(95).median()),
                            spread(figures.millis(99)),
                            number(figures.pooledMillis(99.9)),
                            figures.missing()));
        }
    }

    private void rates(Results results) {
        line("%nHighest rate, requests per second%n");
        line(RATES, "row", "with p99 <= 50 ms", "at any latency");
        for (String row : results.rows()) {
            line(RATES, row, spread(results.held(row)), spread(results.most(row)));
        }
    }

    private void cpu(Results results) {
        line("%nCPU time of each event, in microseconds%n");
        line(CPU, "row", "rate", "client", "application", "broker", "database", "all");
        for (String row : results.rows()) {
            results.figures(row)
                    .forEach((rate, figures) -> line(
                            CPU,
                            row,
                            rate + "/s",
                            number(figures.cpuMicros("client").median()),
                            number(figures.cpuMicros("application").median()),
                            number(figures.cpuMicros("broker").median()),
                            number(figures.cpuMicros("database").median()),
                            spread(figures.cpuMicros("all"))));
        }
    }

    private void idle(Results results) {
        line("%nIdle: CPU time while nothing is asked, in ms per second; it is taken from broker and database above%n");
        results.idle().forEach((kind, spread) -> line("%-14s %20s%n", kind, spread(spread)));
    }

    private void memory(Results results) {
        line("%nResident memory at the end, in MiB%n");
        results.residentMebibytes().forEach((part, size) -> line("%-14s %7d%n", part, size));
    }

    private void goals(Results results) {
        line("%nGoals, as ratios of the medians above%n");
        Goal.of(results)
                .forEach(goal -> line(
                        "%-76s %18s %8s  %s%n",
                        goal.what(), goal.asked(), number(goal.found()), goal.reached() ? "reached" : "missed"));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    private static String spread(Spread spread) {
        return "%s (%s-%s)".formatted(number(spread.median()), number(spread.least()), number(spread.most()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }
}
