package io.p13n.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** Latency by percentile as an SVG picture, a line for each row; both axes are logarithmic, so that the slow few are seen. */
final class Plot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int RIGHT = 150;
    private static final int BOTTOM = 50;
    private static final double NINES = 4; // the axis ends at 99.99 %
    private static final double LEAST_MILLIS = 0.1;
    private static final int DECADES = 5;
    private static final int POINTS = 120;
    private static final List<String> COLOURS =
            List.of("#999999", "#2b7bba", "#d9822b", "#1a8f4c", "#8e44ad", "#c0392b");
    private static final List<Double> TICKS = List.of(0.0, 50.0, 90.0, 99.0, 99.9, 99.99);

    private Plot() {}

    /** Of all rounds at one rate. */
    static String of(Results results, int rate) {
        var lines = new ArrayList<String>();
        int number = 0;
        for (String row : results.rows()) {
            Figures figures = results.figures(row).get(rate);
            if (figures != null) {
                lines.add(line(row, figures.latencies(), number++));
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="25" font-size="16">Latency in ms by percentile, at %d requests per second</text>
                %s%s%s</svg>
                """.formatted(WIDTH, HEIGHT, LEFT, rate, percentiles(), latencies(), String.join("", lines));
    }

    private static String line(String row, Histogram micros, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        String points = DoubleStream.iterate(0, nines -> nines <= NINES, nines -> nines + NINES / POINTS)
                .mapToObj(nines -> {
                    double percentile = 100 - 100 * Math.pow(10, -nines);
                    return point(x(percentile), y(micros.getValueAtPercentile(percentile) / 1000.0));
                })
                .collect(Collectors.joining(" "));
        return """
                <polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>
                <text x="%d" y="%d" fill="%s">%s</text>
                """.formatted(points, colour, WIDTH - RIGHT + 15, TOP + 20 + 20 * number, colour, row);
    }

    private static String percentiles() {
        return TICKS.stream()
                .map(percentile ->
                        """
                        <path d="M%1$s %2$d V%3$d" stroke="#dddddd"/><text x="%1$s" y="%4$d" text-anchor="middle">%5$s %%</text>
                        """.formatted(decimal(x(percentile)), TOP, HEIGHT - BOTTOM, HEIGHT - BOTTOM + 20, percentile))
                .collect(Collectors.joining());
    }

    private static String latencies() {
        return DoubleStream.iterate(LEAST_MILLIS, millis -> millis * 10)
                .limit(DECADES + 1L)
                .mapToObj(millis -> """
                        <path d="M%1$d %2$s H%3$d" stroke="#dddddd"/><text x="%4$d" y="%2$s" text-anchor="end">%5$s</text>
                        """.formatted(LEFT, decimal(y(millis)), WIDTH - RIGHT, LEFT - 8, decimal(millis)))
                .collect(Collectors.joining());
    }

    private static double x(double percentile) {
        double nines = Math.min(NINES, -Math.log10(1 - percentile / 100));
        return LEFT + nines / NINES * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double millis) {
        double decades = Math.log10(Math.max(millis, LEAST_MILLIS) / LEAST_MILLIS);
        return HEIGHT - BOTTOM - Math.min(decades, DECADES) / DECADES * (HEIGHT - TOP - BOTTOM);
    }

    private static String point(double x, double y) {
        return decimal(x) + "," + decimal(y);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
