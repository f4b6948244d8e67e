package io.p13n.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.util.FileSystemUtils;

/** The running system and the rows that were tried on it. */
final class Ledger implements AutoCloseable {

    private static final Path DIRECTORY = Path.of("target", "ledger").toAbsolutePath();
    private static final int TAIL = 40;

    private final Scale scale;
    private final Progress progress;
    private final Site site;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Book> books = new HashMap<>();

    private Ledger(Scale scale, Progress progress, Site site) {
        this.scale = scale;
        this.progress = progress;
        this.site = site;
    }

    /**
     * Tries the rows; ends with 1 unless all of them balance. The flag {@code p13n.ledger} is {@code short} or
     * {@code long}.
     */
    public static void main(String... arguments) throws Exception {
        boolean balanced;
        try (var ledger = open(Scale.chosen())) {
            for (Fault fault : chosen()) {
                ledger.attempt(fault);
            }
            balanced = ledger.lines.stream().allMatch(Line::balances);
        }
        System.exit(balanced ? 0 : 1);
    }

    /** The row in which nothing happens, with which the checker itself is tested. */
    static final String NONE = "none";

    /** The row without a fault, and those that the flag {@code p13n.ledger.rows} names, separated by commas; without it all. */
    static List<Fault> chosen() {
        String flag = System.getProperty("p13n.ledger.rows", "");
        List<String> names = List.of(flag.split(","));
        return Faults.all().stream()
                .filter(fault -> flag.isBlank() || fault.name().equals(NONE) || names.contains(fault.name()))
                .toList();
    }

    /** Starts the system on an empty directory. */
    static Ledger open(Scale scale) throws IOException {
        var progress = new Progress(System.out, "ledger");
        progress.tell("starting the system; logs are in " + DIRECTORY.resolve("logs"));
        FileSystemUtils.deleteRecursively(DIRECTORY);
        return new Ledger(scale, progress, Site.start(DIRECTORY));
    }

    Site site() {
        return site;
    }

    /** Tries one row, checks the books, and tells. */
    Line attempt(Fault fault) throws Exception {
        Optional<String> hindrance = fault.hindrance().on(site);
        Line line = hindrance.isPresent() ? Line.skipped(fault.name(), hindrance.get()) : play(fault);
        lines.add(line);
        progress.of(fault.name()).tell(line.verdict());
        line.problems().forEach(problem -> progress.of(fault.name()).tell("  " + problem));
        if (!line.balances()) {
            showTail(fault.suspect());
            site.mend();
        }
        return line;
    }

    private Line play(Fault fault) throws Exception {
        progress.tell("row %d: %s".formatted(lines.size() + 1, fault.name()));
        try (var scene = new Scene(site, scale, progress.of(fault.name()), fault.name())) {
            var reactions = Reactions.before(site);
            try {
                fault.script().play(scene);
            } catch (Exception | AssertionError failed) {
                scene.book().complain("the row broke off: " + failed);
                site.mend();
            }
            scene.settle();
            judgeAnswers(fault, scene.book());
            books.put(fault.name(), scene.book());
            Entry entry = check(scene.book());
            if (fault.reactionsKnown()) {
                reactions.mustHaveGrownBy(entry.stored(), scene.book());
                entry = check(scene.book());
            }
            return Line.of(scene, entry);
        }
    }

    private static void judgeAnswers(Fault fault, Book book) {
        book.attempts().stream()
                .map(Attempt::status)
                .filter(status -> !fault.answers().contains(status))
                .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()))
                .forEach((status, times) -> book.complain("answered %d, %d times".formatted(status, times)));
    }

    private Entry check(Book book) throws SQLException {
        site.database().awaitStart();
        try (var database = site.database().connect()) {
            return Checker.check(book, database);
        }
    }

    /** What the callers of a row that was tried have written down. */
    Book book(String row) {
        return Optional.ofNullable(books.get(row)).orElseThrow();
    }

    private void showTail(String suspect) throws IOException {
        Path log = site.log(suspect).orElseThrow();
        List<String> all = Files.readAllLines(log);
        progress.tell("the end of " + log);
        all.subList(Math.max(0, all.size() - TAIL), all.size()).forEach(progress.out()::println);
    }

    /** Prints the table and keeps it, then ends every process. */
    @Override
    public void close() throws IOException {
        String table = Line.table(lines);
        progress.out().println(table);
        Files.writeString(DIRECTORY.resolve("ledger.txt"), table);
        site.close();
    }
}
