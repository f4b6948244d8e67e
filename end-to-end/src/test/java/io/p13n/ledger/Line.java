package io.p13n.ledger;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A row as it is printed.
 *
 * @param entry what the books say; nothing if the row was not tried
 * @param p99 of acknowledged attempts, in milliseconds
 * @param recovery the longest, in nanoseconds
 */
record Line(String name, Optional<Entry> entry, long p99, OptionalLong recovery, List<String> remarks) {

    private static final String FORMAT = "%-22s %7s %7s %7s %7s %7s %7s %5s %7s %7s %8s %8s  %s%n";

    static Line of(Scene scene, Entry entry) {
        var acknowledged =
                scene.book().attempts().stream().filter(Attempt::acknowledged).toList();
        return new Line(
                scene.book().row(),
                Optional.of(entry),
                Latency.of(acknowledged).percentile(99),
                scene.slowestRecovery(),
                scene.remarks());
    }

    static Line skipped(String name, String reason) {
        return new Line(name, Optional.empty(), 0, OptionalLong.empty(), List.of("not tried here: " + reason));
    }

    /** Whether nothing is wrong; also of a row that was not tried. */
    boolean balances() {
        return problems().isEmpty();
    }

    List<String> problems() {
        return entry.map(Entry::problems).orElse(List.of());
    }

    String verdict() {
        return entry.isEmpty() ? "skipped" : balances() ? "balances" : "DOES NOT BALANCE";
    }

    static String table(List<Line> lines) {
        return FORMAT.formatted(
                        "fault",
                        "sent",
                        "acked",
                        "unknown",
                        "stored",
                        "counted",
                        "dupl.",
                        "lost",
                        "doubled",
                        "merged",
                        "recovery",
                        "p99 ms",
                        "")
                + lines.stream().map(Line::formatted).collect(Collectors.joining());
    }

    private String formatted() {
        String words = verdict() + (remarks.isEmpty() ? "" : "; " + String.join("; ", remarks));
        if (entry.isEmpty()) {
            return FORMAT.formatted(name, "", "", "", "", "", "", "", "", "", "", "", words);
        }
        Entry books = entry.get();
        return FORMAT.formatted(
                name,
                books.sent(),
                books.acknowledged(),
                books.unknown(),
                books.stored(),
                books.counted(),
                books.duplicates(),
                books.lost(),
                books.doubled(),
                books.merged(),
                recovery.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f s", recovery.getAsLong() / 1e9),
                p99,
                words);
    }
}
