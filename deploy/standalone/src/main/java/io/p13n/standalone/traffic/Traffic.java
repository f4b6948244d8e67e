package io.p13n.standalone.traffic;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a shop's day in ten minutes, over and over: quiet nights, busy evenings. Visits begin when they are due, however
 * long answers take; those beyond two hundred at once are left out.
 */
public final class Traffic {

    private static final Logger log = LoggerFactory.getLogger(Traffic.class);
    private static final Duration DAY = Duration.ofMinutes(10);
    private static final int AT_ONCE = 200;

    private final Random random = new Random();
    private final Visitors visitors = new Visitors(random);
    private final AtomicInteger underWay = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI http;
    private final Properties secrets;

    Traffic(URI http, Properties secrets) {
        this.http = http;
        this.secrets = secrets;
    }

    /** {@code [URL [SECRETS_FILE [VISITS_PER_SECOND]]]}: by default the standalone's, and five at the mean. */
    @SuppressWarnings("FutureReturnValueIgnored") // a visit tells itself how it ended
    public static void main(String... arguments) throws IOException, InterruptedException {
        var secrets = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(argument(arguments, 1, "data/secrets.properties")))) {
            secrets.load(file);
        }
        var traffic = new Traffic(URI.create(argument(arguments, 0, "http://127.0.0.1:8080")), secrets);
        double mean = Double.parseDouble(argument(arguments, 2, "5"));
        log.info("playing a shop's day against {}; Ctrl-C ends it", traffic.http);
        for (long start = System.nanoTime(); ; ) {
            traffic.visit();
            double now = (double) (System.nanoTime() - start) / DAY.toNanos();
            TimeUnit.NANOSECONDS.sleep((long) (1e9 / (mean * busyness(now))));
        }
    }

    private static String argument(String[] arguments, int at, String usual) {
        return at < arguments.length ? arguments[at] : usual;
    }

    /** How much goes on, as a multiple of the mean, at a moment of the day: 0 and 1 are midnight. */
    static double busyness(double day) {
        return 1 - 0.9 * Math.cos(2 * Math.PI * day);
    }

    /** Begins one visit; completes when its last call is answered. */
    CompletableFuture<Void> visit() {
        if (underWay.incrementAndGet() > AT_ONCE) {
            underWay.decrementAndGet();
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> visit = CompletableFuture.completedFuture(null);
        for (Step step : Scenario.any(random).steps(visitors, random)) {
            visit = visit.thenCompose(before -> call(step));
        }
        return visit.whenComplete((done, failure) -> {
            underWay.decrementAndGet();
            if (failure != null) {
                log.warn("a visit ended early: {}", failure.toString());
            }
        });
    }

    private CompletableFuture<Void> call(Step step) {
        var request = HttpRequest.newBuilder(http.resolve("/" + step.path()))
                .header("Content-Type", "application/vnd.treasuredata.v1+json")
                .header("Authorization", "TD1 1/" + secrets.getProperty("write_key"))
                .header("WP13n-Token", "1/2/" + secrets.getProperty("private_token"))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(step.event()))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding()).thenAccept(answer -> {
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("the API answered " + answer.statusCode());
            }
        });
    }
}
