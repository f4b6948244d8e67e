package io.p13n.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.p13n.benchmark.load.Shopper.Visit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final int STALL_MILLIS = 600;

    private final AtomicInteger taken = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer server;
    private URI target;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        target = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void everyRequestThatWasDueDuringAStallIsChargedWithIt() {
        server.createContext("/", exchange -> {
            if (taken.incrementAndGet() == 50) {
                stall();
            }
            answer(exchange, 200);
        });

        Outcome outcome = load(200, Duration.ofSeconds(1));

        assertThat(outcome.answered()).isEqualTo(200);
        assertThat(outcome.millis(100)).isGreaterThanOrEqualTo(STALL_MILLIS);
        // 60 were due in the first half of the stall; whoever waits for answers before sending on would see one.
        assertThat(outcome.micros().getCountBetweenValues(300_000, Outcome.LONGEST_MICROS))
                .isGreaterThanOrEqualTo(55);
    }

    @Test
    void whatIsRefusedIsNoAnswer() {
        server.createContext("/", exchange -> answer(exchange, taken.incrementAndGet() % 2 == 0 ? 200 : 429));

        Outcome outcome = load(20, Duration.ofSeconds(1));

        assertThat(outcome.due()).isEqualTo(20);
        assertThat(outcome.answered()).isEqualTo(outcome.failed()).isEqualTo(10);
        assertThat(outcome.micros().getTotalCount()).isEqualTo(20);
        assertThat(outcome.keptUp()).isFalse();
    }

    @Test
    void whatIsRefusedLateIsChargedWithItsWait() {
        server.createContext("/", exchange -> {
            stall();
            answer(exchange, 202);
        });

        Outcome outcome = load(20, Duration.ofMillis(50));

        assertThat(outcome.failed()).isEqualTo(outcome.missing()).isEqualTo(1);
        assertThat(outcome.millis(50)).isGreaterThanOrEqualTo(STALL_MILLIS - 1);
    }

    @Test
    void anAnswerWithoutOffersIsMissing() {
        server.createContext("/", exchange -> answer(exchange, 200, "{\"offers\":{}}"));

        Outcome outcome = load(20, Duration.ofMillis(200));

        assertThat(outcome.empty()).isEqualTo(outcome.missing()).isEqualTo(4);
        assertThat(outcome.keptUp()).isFalse();
    }

    @Test
    void serversAreToldHowLongTheyMayTake() {
        var told = new ConcurrentLinkedQueue<String>();
        server.createContext("/", exchange -> {
            told.add(exchange.getRequestHeaders().getFirst("Prefer"));
            answer(exchange, 200);
        });

        load(20, Duration.ofMillis(50), Generator.PATIENCE);

        assertThat(told).containsExactly("wait=5");
    }

    /** Rows have limits of their own, or none; the harness has one for all. */
    @Test
    void anAnswerThatComesTooLateIsMissing() {
        server.createContext("/", exchange -> {
            if (taken.incrementAndGet() == 1) {
                stall();
            }
            answer(exchange, 200);
        });

        Outcome outcome = load(2, Duration.ofSeconds(1), Duration.ofMillis(STALL_MILLIS / 2));

        assertThat(outcome.failed()).isEqualTo(outcome.missing()).isEqualTo(1);
        assertThat(outcome.answered()).isEqualTo(1);
    }

    @Test
    void whatIsNeverAnsweredIsToldAndChargedWithItsWait() {
        server.createContext("/", exchange -> stall());

        Outcome outcome = load(20, Duration.ofMillis(200), Duration.ofMillis(1));

        assertThat(outcome.unanswered()).isEqualTo(4);
        assertThat(outcome.micros().getTotalCount()).isEqualTo(4);
        assertThat(outcome.held()).isFalse();
    }

    @Test
    void theNumberRunsOnFromLoadToLoad() {
        var asked = new ConcurrentLinkedQueue<Integer>();
        server.createContext("/", exchange -> answer(exchange, 200));
        try (var generator = new Generator(
                number -> {
                    asked.add(number);
                    return new Visit("/", "", "{}".getBytes(UTF_8));
                },
                Duration.ofSeconds(30))) {
            generator.load(target, 20, Duration.ofMillis(200));
            generator.load(target, 20, Duration.ofMillis(200));
        }

        assertThat(asked).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void nobodyThereMeansFailures() {
        server.stop(0);

        Outcome outcome = load(20, Duration.ofMillis(200));

        assertThat(outcome.failed()).isEqualTo(outcome.due()).isEqualTo(4);
        assertThat(outcome.micros().getTotalCount()).isEqualTo(4);
    }

    private Outcome load(int rate, Duration time) {
        return load(rate, time, Duration.ofSeconds(30));
    }

    private Outcome load(int rate, Duration time, Duration grace) {
        try (var generator = new Generator(number -> new Visit("/", "", "{}".getBytes(UTF_8)), grace)) {
            return generator.load(target, rate, time);
        }
    }

    /** The server has one thread, so all of it stands still. */
    private void stall() {
        try {
            assertThat(never.await(STALL_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        answer(exchange, status, "{\"offers\":[{\"name\":\"a\",\"attributes\":{}}]}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }
}
