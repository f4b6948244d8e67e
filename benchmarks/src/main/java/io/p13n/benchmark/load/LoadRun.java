package io.p13n.benchmark.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** Puts every row under the same load, in turn, and tells what it found. */
final class LoadRun implements AutoCloseable {

    private static final int PROBE_RATE = 20;
    private static final int PROBES_AT_REST = 20;
    private static final double AT_REST_MILLIS = 100;

    private final Plan plan;
    private final PrintStream progress;
    private final Site site;
    private final Shopper shopper;
    private final Generator generator;
    private final Results results = new Results();

    private LoadRun(Plan plan, Path directory, PrintStream progress) throws IOException {
        this.plan = plan;
        this.progress = progress;
        this.site = Site.start(directory, plan.jvm());
        this.shopper = new Shopper(plan.profiles());
        this.generator = new Generator(number -> Service.SHOP.visit(shopper.pageView(number)), Generator.PATIENCE);
    }

    /**
     * Runs it.
     *
     * @param arguments the plan, {@code full} or {@code short}, and where the files go; both may be left out
     */
    public static void main(String... arguments) throws IOException, SQLException {
        Plan plan = Plan.named(arguments.length > 0 ? arguments[0] : "full");
        Path files = Path.of(arguments.length > 1 ? arguments[1] : "target/load");
        Path directory = Files.createTempDirectory("p13n-load");
        Results results = run(plan, directory, System.out);
        FileSystemUtils.deleteRecursively(directory); // what failed keeps its logs
        System.out.println();
        System.out.print(Table.of(results));
        System.out.println("Files: " + Report.write(files, plan, results));
    }

    /** Starts everything in a directory, measures, and stops it. */
    static Results run(Plan plan, Path directory, PrintStream progress) throws IOException, SQLException {
        double loadBefore = Noise.load();
        try (var run = new LoadRun(plan, directory, progress)) {
            run.prepare();
            run.measure(loadBefore);
            return run.results;
        }
    }

    private void prepare() throws SQLException {
        for (Row row : site.rows()) {
            tell("waiting for " + row.name());
            site.awaitAnswers(row, number -> Service.SHOP.visit(shopper.newcomer(number)), PROBE_RATE);
        }
        tell("planting " + plan.profiles() + " profiles");
        Planting.plant(site.database(), Service.SHOP, plan.profiles());
        Planting.plantStandard(site.database(), plan.profiles());
        for (Row row : site.rows()) {
            tell("warming up " + row.name());
            plan.warmRates().forEach(rate -> generator.load(row.target(), rate, plan.warmUp()));
        }
    }

    private void measure(double loadBefore) {
        var noises = new ArrayList<Noise>();
        for (int round = 0; round < plan.rounds(); round++) {
            var watch = Noise.watch(site, loadBefore);
            Idle idle = idle();
            for (Row row : Turns.inRound(round, site.rows())) {
                tell("round " + (round + 1) + ": " + row.name());
                plan.rates().forEach(rate -> measure(row, rate, idle));
                search(row);
            }
            noises.add(watch.noise());
        }
        results.conclude(Noise.worst(noises), site.residentMebibytes());
    }

    private Idle idle() {
        Site.pause(plan.settling());
        Idle idle = site.idle(plan.idle());
        results.add(idle);
        return idle;
    }

    private void measure(Row row, int rate, Idle idle) {
        awaitRest(row);
        generator.load(row.target(), rate, plan.settling());
        Map<String, Long> before = site.cpuMillis(row);
        long begin = System.nanoTime();
        Outcome outcome = generator.load(row.target(), rate, plan.time());
        Map<String, Long> used = site.cpuMillisSince(before, row);
        results.add(row, outcome, idle.takenFrom(used, Duration.ofNanos(System.nanoTime() - begin)));
    }

    private void search(Row row) {
        var search = new Search(plan.ladder(), rate -> attempt(row, rate));
        results.add(
                row,
                search.highest(Outcome::held, results.lastHeld(row)),
                search.highest(Outcome::keptUp, results.lastMost(row)));
    }

    private Outcome attempt(Row row, int rate) {
        awaitRest(row);
        return generator.load(row.target(), rate, plan.rung());
    }

    /** Waits until it answers quickly, so until no earlier load is left in it; but not for long, for it may never be quick. */
    private void awaitRest(Row row) {
        site.check();
        for (int probe = 0; probe < PROBES_AT_REST; probe++) {
            if (probe(row).millis(100) < AT_REST_MILLIS) {
                return;
            }
        }
    }

    private Outcome probe(Row row) {
        return generator.load(row.target(), PROBE_RATE, Site.PROBE);
    }

    private void tell(String what) {
        progress.println(what);
    }

    @Override
    public void close() {
        generator.close();
        site.close();
    }
}
