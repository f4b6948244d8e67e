package io.p13n.benchmark.load;

import io.p13n.benchmark.load.Shopper.Visit;
import io.p13n.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.util.FileSystemUtils;

/**
 * How the cost of an event grows with the work: with the number of profiles, offers, services and reactors, and when all events are
 * of one customer. The rate is always the same, so CPU times can be compared.
 */
final class GrowthRun {

    private static final List<String> JVM = List.of("-Xmx512m");
    /** So many that each of many services is asked. */
    private static final int PROBE_RATE = 200;

    /** So that what a rate left behind is not charged to the next. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private static final int FEW = 100_000;
    private static final int SERVICES = 50;
    private static final int FIRST_OF_MANY = 100;

    private static final Service MORE_OFFERS = new Service(3, "shop3", 500);
    private static final Service MANY_OFFERS = new Service(4, "shop4", 5000);

    private static final String SIZES = """
            select relname, pg_table_size(oid) >> 20, pg_indexes_size(oid) >> 20 from pg_class
             where relname in ('profile', 'identity', 'imported_attribute') order by relname
            """;

    private final Steps steps;
    private final PrintStream out;
    private final List<Step> told = new ArrayList<>();
    private final List<String> held = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();
    /** Goes on from step to step, else each would begin with the same customers. */
    private final AtomicInteger numbers = new AtomicInteger();

    GrowthRun(Steps steps, PrintStream out) {
        this.steps = steps;
        this.out = out;
    }

    /**
     * How long each step is.
     *
     * @param profiles how many there are in the end, at least 100,000
     * @param rate events per second
     * @param firstWarmUp when processes were just started
     * @param warmUp before each step
     */
    record Steps(int profiles, int rate, Duration firstWarmUp, Duration warmUp, Duration time) {}

    /** What was found, and CPU time of each event in microseconds by kind of process. */
    private record Step(String name, Outcome outcome, Map<String, Long> cpu) {

        long all() {
            return cpu.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Runs it.
     *
     * @param arguments how many profiles there are in the end, a million if left out; and what alone is to grow: {@code profiles},
     *     {@code offers}, {@code reactors} or {@code services}
     */
    public static void main(String... arguments) throws IOException, SQLException {
        int profiles = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        var parts = arguments.length > 1 ? EnumSet.of(Grown.named(arguments[1])) : EnumSet.allOf(Grown.class);
        var steps = new Steps(profiles, 500, Duration.ofSeconds(100), Duration.ofSeconds(10), Duration.ofSeconds(15));
        Path directory = Files.createTempDirectory("p13n-growth");
        new GrowthRun(steps, System.out).run(directory, parts);
        FileSystemUtils.deleteRecursively(directory); // what failed keeps its logs
    }

    /** What grows beside a first step with 100,000 profiles of one service with 20 offers, which is always there. */
    private enum Grown {
        REACTORS,
        OFFERS,
        PROFILES,
        SERVICES;

        static Grown named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    private void run(Path directory, Set<Grown> grown) throws IOException, SQLException {
        double loadBefore = Noise.load();
        reactors(directory.resolve("reactors"), grown.contains(Grown.REACTORS), loadBefore);
        if (grown.contains(Grown.OFFERS)) {
            offers(directory.resolve("offers"), loadBefore);
        }
        if (grown.contains(Grown.PROFILES)) {
            profiles(directory.resolve("profiles"), loadBefore);
        }
        if (grown.contains(Grown.SERVICES)) {
            services(directory.resolve("services"), loadBefore);
        }
        out.println();
        out.printf("CPU time of each event, in microseconds, at %d/s, and latency in ms%n", steps.rate());
        out.printf(
                "%-28s %9s %11s %8s %9s %8s %7s %8s %8s %8s%n",
                "", "client", "application", "broker", "database", "all", "ratio", "p50", "p99", "missing");
        told.forEach(this::tell);
        held.forEach(out::println);
        verdicts.forEach(out::println);
    }

    private void reactors(Path directory, boolean grow, double loadBefore) throws IOException, SQLException {
        var shopper = new Shopper(FEW);
        try (Site site = Site.start(directory, JVM, shopper)) {
            var watch = Noise.watch(site, loadBefore);
            IntFunction<Visit> visits = number -> Service.SHOP.visit(shopper.pageView(number));
            IntFunction<Visit> oneCustomers = number -> Service.SHOP.visit(shopper.pageView(0));
            warmUp(site, visits);
            step(site, "100,000 profiles, 20 offers", visits);
            if (grow) {
                step(site, "one customer alone", oneCustomers);
                held(site, "one reactor", visits);
                held(site, "one reactor, one customer alone", oneCustomers);
                site.addReactor();
                warmUp(site, visits);
                step(site, "two reactors", visits);
                held(site, "two reactors", visits);
                site.addReactor();
                site.addReactor();
                warmUp(site, visits);
                step(site, "four reactors", visits);
                held(site, "four reactors", visits);
            }
            sizes(site.database());
            verdicts.add(watch.noise().verdict());
        }
    }

    private void offers(Path directory, double loadBefore) throws IOException, SQLException {
        List<Service> services = List.of(Service.SHOP, MORE_OFFERS, MANY_OFFERS);
        try (Site site = Site.start(directory, JVM, services)) {
            var watch = Noise.watch(site, loadBefore);
            var shopper = new Shopper(FEW);
            site.awaitAnswers(site.rows().get(0), number -> Service.SHOP.visit(shopper.newcomer(number)), PROBE_RATE);
            for (Service service : services) {
                plant(site, service, FEW);
            }
            warmUp(site, number -> Service.SHOP.visit(shopper.pageView(number)));
            for (Service service : services) {
                step(
                        site,
                        String.format(Locale.ROOT, "%,d offers, of three services", service.offers()),
                        number -> service.visit(shopper.pageView(number)));
            }
            verdicts.add(watch.noise().verdict());
        }
    }

    private void profiles(Path directory, double loadBefore) throws IOException, SQLException {
        out.printf("planting %,d profiles%n", steps.profiles());
        var shopper = new Shopper(steps.profiles());
        try (Site site = Site.start(directory, JVM, shopper)) {
            var watch = Noise.watch(site, loadBefore);
            IntFunction<Visit> visits = number -> Service.SHOP.visit(shopper.pageView(number));
            warmUp(site, visits);
            step(site, String.format(Locale.ROOT, "%,d profiles", steps.profiles()), visits);
            sizes(site.database());
            verdicts.add(watch.noise().verdict());
        }
    }

    private void services(Path directory, double loadBefore) throws IOException, SQLException {
        List<Service> services = IntStream.range(FIRST_OF_MANY, FIRST_OF_MANY + SERVICES)
                .mapToObj(instance -> new Service(instance, "shop" + instance, Service.SHOP.offers()))
                .toList();
        try (Site site = Site.start(directory, JVM, services)) {
            var watch = Noise.watch(site, loadBefore);
            var shopper = new Shopper(FEW / SERVICES);
            IntFunction<Visit> visits =
                    number -> services.get(number % SERVICES).visit(shopper.pageView(number / SERVICES));
            site.awaitAnswers(
                    site.rows().get(0),
                    number -> services.get(number % SERVICES).visit(shopper.newcomer(number / SERVICES)),
                    PROBE_RATE);
            for (Service service : services) {
                plant(site, service, FEW / SERVICES);
            }
            warmUp(site, visits);
            step(site, SERVICES + " services", visits);
            verdicts.add(watch.noise().verdict());
        }
    }

    private void plant(Site site, Service service, int profiles) throws SQLException {
        out.printf("planting %,d profiles of service %d%n", profiles, service.instance());
        Planting.plant(site.database(), service, profiles);
    }

    private void warmUp(Site site, IntFunction<Visit> visits) {
        out.println("warming up");
        try (var generator = new Generator(visits, Generator.PATIENCE, numbers)) {
            generator.load(site.rows().get(0).target(), steps.rate(), steps.firstWarmUp());
        }
    }

    private void step(Site site, String name, IntFunction<Visit> visits) {
        out.println(name);
        site.check();
        Row row = site.rows().get(0);
        try (var generator = new Generator(visits, Generator.PATIENCE, numbers)) {
            generator.load(row.target(), steps.rate(), steps.warmUp());
            Map<String, Long> before = site.cpuMillis(row);
            Outcome outcome = generator.load(row.target(), steps.rate(), steps.time());
            Map<String, Long> used = site.cpuMillisSince(before, row);
            used.replaceAll((kind, millis) -> millis * 1000 / Math.max(1, outcome.answered()));
            told.add(new Step(name, outcome, used));
            tell(told.get(told.size() - 1));
        }
    }

    /** The highest rate held with p99 of at most 50 ms; asked once, so it is good for a comparison within this run alone. */
    private void held(Site site, String name, IntFunction<Visit> visits) {
        Row row = site.rows().get(0);
        try (var generator = new Generator(visits, Generator.PATIENCE, numbers)) {
            var search = new Search(Plan.FULL.ladder(), rate -> {
                site.check();
                Site.pause(SETTLING);
                return generator.load(row.target(), rate, Plan.FULL.rung());
            });
            String found = String.format(Locale.ROOT, "%s: %,d/s held", name, search.highest(Outcome::held, 0));
            held.add(found);
            out.println(found);
        }
    }

    private void tell(Step step) {
        out.printf(
                Locale.ROOT,
                "%-28s %9d %11d %8d %9d %8d %7.2f %8.2f %8.2f %8d%n",
                step.name(),
                step.cpu().get("client"),
                step.cpu().get("application"),
                step.cpu().get("broker"),
                step.cpu().get("database"),
                step.all(),
                (double) step.all() / told.get(0).all(),
                step.outcome().millis(50),
                step.outcome().millis(99),
                step.outcome().missing());
    }

    private void sizes(EmbeddedDatabase database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(SIZES)) {
            while (rows.next()) {
                out.printf("%-20s %,7d MiB, indexes %,7d MiB%n", rows.getString(1), rows.getLong(2), rows.getLong(3));
            }
        }
    }
}
