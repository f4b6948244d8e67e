package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.ingest.IngestSystem.Replica;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often and from where. */
class LimitsTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    @Test
    void aKeyThatIsUsedUpIsToldWhenToComeAgain() throws Exception {
        Call call = Call.fromServer().with("Authorization", "TD1 " + Secrets.RARE_KEY);
        double before = SYSTEM.replica().metric("p13n_ingest_refusals_total{check=\"rate\"");

        assertThat(call.with("Prefer", "wait=0").send(SYSTEM.port()).statusCode())
                .isEqualTo(202);
        HttpResponse<String> refused = call.send(SYSTEM.port());

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("2003").contains("1 requests in 3600 s");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(3000, 3600);
        assertThat(SYSTEM.replica().metric("p13n_ingest_refusals_total{check=\"rate\""))
                .isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.9.8.1 | 202",
                "2001:db8::9 | 202",
                "::ffff:10.9.8.1 | 202",
                "10.9.7.1 | 400",
                "10.9.8.1, 203.0.113.5 | 400", // the caller claims to be on the list
                "10.9.8.1, 10.7.7.7 | 202", // a proxy of ours stands between
                "203.0.113.5, 10.9.8.1 | 202"
            })
    void behindOurProxyTheAllowListSeesTheCaller(String forwardedFor, int status) throws Exception {
        Call call = Call.fromServer()
                .with("Prefer", "wait=0")
                .with("WP13n-Token", Secrets.token(1, false, true, false))
                .with("X-Forwarded-For", forwardedFor);

        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(status == 400 ? "3005" : "offers");
    }

    @Test
    void aConnectionThatOnlyPretendsToSpeakIsClosedAndOneThatIsRefusedMayNotTalkForEver() throws Exception {
        try (Replica strict =
                SYSTEM.another("--p13n.ingest.connection.idle=1s", "--p13n.ingest.connection.linger=200ms")) {
            try (var slow = new Socket(InetAddress.getLoopbackAddress(), strict.port())) {
                slow.getOutputStream().write("POST /shop/web_events HTTP/1.1\r\nX-Slow: ".getBytes(US_ASCII));
                await().atMost(Duration.ofSeconds(30)).until(() -> isClosedTo(slow, "x"));
            }
            assertThat(strict.metric("p13n_ingest_connections_silent_total")).isPositive();
            try (var endless = new Socket(InetAddress.getLoopbackAddress(), strict.port())) {
                endless.getOutputStream()
                        .write(
                                "POST /nowhere HTTP/1.1\r\nConnection: close\r\nHost: h\r\nContent-Length: 999999999\r\n\r\n"
                                        .getBytes(US_ASCII));
                assertThat(new String(endless.getInputStream().readAllBytes(), US_ASCII))
                        .startsWith("HTTP/1.1 404");
                await().atMost(Duration.ofSeconds(30)).until(() -> refuses(endless));
            }
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAtOnceAndThereIsRoomAgainWhenAnotherEnds() throws Exception {
        try (Replica small = SYSTEM.another("--p13n.ingest.connection.most=5");
                var first = connected(small)) {
            assertThat(isServed(first)).isTrue();
            var others = new ArrayDeque<Socket>();
            do {
                assertThat(others).hasSizeLessThan(5);
                others.push(connected(small));
            } while (isServed(others.peek()));
            assertThat(small.metric("p13n_ingest_connections_refused_total")).isPositive();
            assertThat(isServed(first)).isTrue();

            while (!others.isEmpty()) {
                others.pop().close();
            }

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                try (var next = connected(small)) {
                    return isServed(next);
                }
            });
        }
    }

    private static Socket connected(Replica replica) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), replica.port());
    }

    private static boolean isServed(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write("GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
            return socket.getInputStream().read(new byte[8192]) > 0;
        } catch (SocketException reset) {
            return false;
        }
    }

    /** Sends a little more, and looks whether the other side has hung up. */
    private static boolean isClosedTo(Socket socket, String more) throws IOException {
        try {
            socket.setSoTimeout(10);
            socket.getOutputStream().write(more.getBytes(US_ASCII));
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static boolean refuses(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write(new byte[1000]);
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void tooLongAHeaderOrUrlIsToldInTheSameFormAndCounted() throws Exception {
        HttpResponse<String> header =
                Call.fromServer().with("X-Long", "x".repeat(20_000)).send(SYSTEM.port());
        HttpResponse<String> url =
                Call.fromServer().to("/shop/" + "x".repeat(5_000)).send(SYSTEM.port());

        assertThat(header.statusCode()).isEqualTo(431);
        assertThat(header.body()).contains("\"code\":3004").contains("too long");
        assertThat(header.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(url.statusCode()).isEqualTo(414);
        assertThat(url.body()).contains("\"code\":3004").contains("too long");
        assertThat(SYSTEM.replica().metric("p13n_ingest_wire_failures_total{status=\"431\""))
                .isPositive();
        assertThat(SYSTEM.replica().metric("p13n_ingest_wire_failures_total{status=\"414\""))
                .isPositive();
    }
}
