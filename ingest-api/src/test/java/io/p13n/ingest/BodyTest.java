package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.ingest.IngestSystem.Replica;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are packed, too large, or too slow. Here an event has at most 4 KB. */
class BodyTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    @Test
    void aGzippedEventIsStoredInflated() throws Exception {
        String event = "{\"email\":\"ada@example.com\",\"note\":\"" + "x".repeat(3000) + "\"}";
        Call call = gzipped(event.getBytes(UTF_8)).with("Prefer", "wait=0");

        assertThat(call.send(SYSTEM.port()).statusCode()).isEqualTo(202);

        assertThat(new String(SYSTEM.published(call).value(), UTF_8)).isEqualTo(event);
    }

    @Test
    void aBombIsCutOffAtTheSizeLimit() throws Exception {
        byte[] bomb = gzip(new byte[3_000_000]); // under 4 KB as it comes

        HttpResponse<String> response = gzipped().sending(bomb).send(SYSTEM.port());

        assertThat(bomb).hasSizeLessThan(4096);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("3004").contains("4096");
    }

    @Test
    void anEventOfExactlyTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
        String start = "{\"email\":\"a@b.c\",\"x\":\"";
        String most = start + "x".repeat(4096 - start.length() - 2) + "\"}";
        Call call = Call.fromServer().with("Prefer", "wait=0");

        assertThat(call.sending(most).send(SYSTEM.port()).statusCode()).isEqualTo(202);
        assertThat(call.sending(most + " ").send(SYSTEM.port()).statusCode()).isEqualTo(413);
        assertThat(gzipped(most.getBytes(UTF_8))
                        .with("Prefer", "wait=0")
                        .send(SYSTEM.port())
                        .statusCode())
                .isEqualTo(202);
        assertThat(gzipped((most + " ").getBytes(UTF_8)).send(SYSTEM.port()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void whatIsNoGzipIsNoEvent() throws Exception {
        byte[] whole = gzip("{\"email\":\"a@b.c\"}".getBytes(UTF_8));
        byte[] broken = whole.clone();
        broken[broken.length - 6] ^= 1; // the checksum

        for (byte[] body : new byte[][] {{}, {1, 2, 3}, Arrays.copyOf(whole, whole.length - 9), broken}) {
            HttpResponse<String> response = gzipped().sending(body).send(SYSTEM.port());

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("3004").contains("gzip");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd"})
    void otherCodingsAreNotTaken(String coding) throws Exception {
        HttpResponse<String> response =
                Call.fromServer().with("Content-Encoding", coding).send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("3004").contains("gzip");
    }

    @Test
    void aBodyThatSaysThatItIsTooLargeIsRefusedBeforeItComes() throws Exception {
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), SYSTEM.port())) {
            begin(caller, 1_000_000_000);

            assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void aCallerThatGoesOnSendingCanStillReadWhyItWasRefused() throws Exception {
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), SYSTEM.port())) {
            begin(caller, 8_000_000);
            for (int i = 0; i < 1000; i++) {
                caller.getOutputStream().write(new byte[8_000]);
            }

            assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 413")
                    .contains("3004");
        }
    }

    @Test
    void aBodyThatDoesNotComeIsRefusedAndLeavesNothingBehind() throws Exception {
        try (Replica impatient = SYSTEM.another("--p13n.ingest.body.timeout=200ms");
                var caller = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
            begin(caller, 100);
            caller.getOutputStream().write("{\"email\":".getBytes(UTF_8));

            assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .containsIgnoringCase("connection: close")
                    .contains("3004");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> impatient.metric("p13n_ingest_in_flight_requests") == 0
                            && impatient.metric("p13n_ingest_in_flight_memory") == 0);
            assertThat(impatient.metric("p13n_ingest_refusals_total{check=\"body_too_slow\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void bodiesTakeNoMoreMemoryThanThereIs() throws Exception {
        try (Replica small = SYSTEM.another("--p13n.ingest.in-flight.memory=1KB")) {
            String large = "{\"email\":\"a@b.c\",\"x\":\"" + "x".repeat(2000) + "\"}";

            HttpResponse<String> response = Call.fromServer().sending(large).send(small.port());

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.body()).contains("2013");
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(Call.fromServer()
                            .with("Prefer", "wait=0")
                            .send(small.port())
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private static void begin(Socket caller, int length) throws IOException {
        var head = new StringBuilder("POST /shop/web_events HTTP/1.1\r\nHost: ingest\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        Call.fromServer()
                .headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        caller.getOutputStream().write(head.append("\r\n").toString().getBytes(UTF_8));
    }

    private static Call gzipped() {
        return Call.fromServer().with("Content-Encoding", "gzip");
    }

    private static Call gzipped(byte[] body) throws IOException {
        return gzipped().sending(gzip(body));
    }

    private static byte[] gzip(byte[] body) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        return packed.toByteArray();
    }
}
