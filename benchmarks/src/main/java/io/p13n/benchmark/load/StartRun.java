package io.p13n.benchmark.load;

import io.p13n.embedded.LoopbackPort;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * How long starts take: of the standalone, in an empty directory, until a customer gets an offer; and of an ingest replica
 * that has a broker, until it is ready. The ports that the standalone usually listens on must be free.
 */
final class StartRun {

    private static final int TIMES = 5;
    private static final int OK = 200;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final URI OFFERS = URI.create("http://127.0.0.1:8080/webpages/personalization_results");
    private static final String BROKER = "127.0.0.1:19092";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path standalone;
    private final Path ingest;
    private final List<Double> untilOffer = new ArrayList<>();
    private final List<Double> untilReady = new ArrayList<>();
    private final List<Double> mebibytes = new ArrayList<>();

    private StartRun(Path standalone, Path ingest) {
        this.standalone = standalone;
        this.ingest = ingest;
    }

    /**
     * Runs it.
     *
     * @param arguments the directories with the applications, each an {@code application.jar} with its libraries beside it
     *     (and its {@code application.aot}, if there is one): the standalone's, and ingest's
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        var run = new StartRun(Path.of(arguments[0]), Path.of(arguments[1]));
        for (int i = 1; i <= TIMES; i++) {
            run.once();
            System.out.printf("%d of %d%n", i, TIMES);
        }
        run.tell(System.out);
    }

    private void once() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("p13n-start");
        long begin = System.nanoTime();
        Process whole = start(standalone, "--p13n.standalone.data=" + data);
        try {
            await(whole, () -> getsOffer(data.resolve("secrets.properties")));
            untilOffer.add(seconds(begin));
            mebibytes.add(residentMebibytes(whole));
            ingestOnce();
        } finally {
            stop(whole);
        }
        FileSystemUtils.deleteRecursively(data);
    }

    private void ingestOnce() throws IOException, InterruptedException {
        int management = LoopbackPort.free();
        long begin = System.nanoTime();
        Process replica = start(
                ingest,
                "--server.address=127.0.0.1",
                "--server.port=" + LoopbackPort.free(),
                "--management.server.port=" + management,
                "--p13n.ingest.reply.port=" + LoopbackPort.free(),
                "--spring.kafka.bootstrap-servers=" + BROKER);
        try {
            var readiness = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(management)))
                    .build();
            await(replica, () -> answer(readiness) != null);
            untilReady.add(seconds(begin));
        } finally {
            stop(replica);
        }
    }

    /** As its image does; by another path of the jar the cache would not count. */
    private static Process start(Path directory, String... settings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Files.exists(directory.resolve("application.aot"))) {
            command.add("-XX:AOTCache=application.aot");
        }
        command.addAll(List.of("-jar", "application.jar"));
        command.addAll(List.of(settings));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void await(Process process, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("it does not answer; is one of its ports in use?");
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private boolean getsOffer(Path secrets) {
        var keys = new Properties();
        try (var text = Files.newBufferedReader(secrets)) {
            keys.load(text);
        } catch (IOException notYet) {
            return false;
        }
        String answer = answer(HttpRequest.newBuilder(OFFERS)
                .header("Content-Type", "application/vnd.treasuredata.v1+json")
                .header("Authorization", "TD1 1/" + keys.getProperty("write_key"))
                .header("WP13n-Token", "1/2/" + keys.getProperty("private_token"))
                .POST(BodyPublishers.ofString("{\"email\": \"high_user@test.com\"}"))
                .build());
        return answer != null && answer.contains("offer_for_high_loyalty");
    }

    /** Null unless it is 200. */
    private @Nullable String answer(HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() == OK ? answer.body() : null;
        } catch (IOException notYet) {
            return null;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Of the process and all below it; what they share counts once. */
    private static double residentMebibytes(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .mapToLong(each -> Processor.proportionalKibibytes(each.pid()))
                        .sum()
                / 1024.0;
    }

    private void tell(PrintStream out) {
        tell(out, "standalone, until an offer, s", untilOffer);
        tell(out, "standalone, resident then, MiB", mebibytes);
        tell(out, "ingest, until ready, s", untilReady);
    }

    private static void tell(PrintStream out, String what, List<Double> found) {
        List<Double> sorted = found.stream().sorted().toList();
        out.printf(
                Locale.ROOT,
                "%-32s %8.1f (%.1f to %.1f)%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }
}
