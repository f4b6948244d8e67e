package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.quicktheories.core.Gen;
import org.slf4j.LoggerFactory;

/** Whatever comes over the wire: no 5xx, no stack trace, no hang, nothing left behind. */
class FuzzTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    private static final int EXAMPLES = 150;
    private static final List<String> PATHS = List.of(
            "/shop/web_events", "/public/shop/web_events", "/records/shop/web_events", "/openapi.yaml", "/nowhere");
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW");
    private static final List<String> HEADERS = List.of(
            "Authorization",
            "WP13n-Token",
            "Content-Type",
            "Content-Encoding",
            "Origin",
            "Prefer",
            "Forwarded",
            "X-Forwarded-For",
            "X-Request-Id",
            "X-TD-Write-Key",
            "Access-Control-Request-Method",
            "Expect",
            "Accept",
            "Cookie");
    private static final List<String> MORSELS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\"email\"",
            "\"events\"",
            "\"time\"",
            "\"uuid\"",
            "\"\"",
            "null",
            "1e999",
            "-0",
            "9".repeat(400),
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"a@b.c\"",
            "[".repeat(700),
            "\\",
            "\u00e9",
            "{\"a\":".repeat(80),
            "tru",
            "1.",
            "\"attributes\"",
            " ");
    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.[01] ([1-4][0-9]{2}) ");

    private static final ListAppender<ILoggingEvent> LEAKS = new ListAppender<>();

    @BeforeAll
    static void watch() {
        SYSTEM.reactor().answerWith(IngestSystem.NO_OFFERS);
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        LEAKS.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(LEAKS);
    }

    @AfterAll
    static void nothingIsLeftBehind() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> SYSTEM.replica().metric("p13n_ingest_in_flight_requests") == 0
                        && SYSTEM.replica().metric("p13n_ingest_in_flight_memory") == 0
                        && SYSTEM.replica().metric("p13n_ingest_waiting") == 0);
        System.gc();
        tell(request("POST", PATHS.get(0), "", "{}".getBytes(UTF_8))); // leaks are told at the next allocation
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        assertThat(LEAKS.list).isEmpty();
    }

    @Test
    void anyBytesAsABody() {
        qt().withExamples(EXAMPLES)
                .forAll(
                        oneOf(calls()),
                        lists().of(integers().between(-128, 127)).ofSizeBetween(0, 600))
                .checkAssert((call, body) -> tell(raw(call, bytes(body))));
    }

    @Test
    void anythingThatLooksLikeJson() {
        qt().withExamples(EXAMPLES * 2)
                .forAll(oneOf(calls()), lists().of(oneOf(MORSELS)).ofSizeBetween(0, 12))
                .checkAssert((call, morsels) ->
                        tell(raw(call, String.join("", morsels).getBytes(UTF_8))));
    }

    @Test
    void anyHeaderValues() {
        qt().withExamples(EXAMPLES * 2)
                .forAll(oneOf(calls()), oneOf(HEADERS), noise(), noise())
                .checkAssert((call, header, first, second) -> tell(raw(
                        call.without(header).with("X-Fuzz", first + "\r\n" + header + ": " + second), call.body())));
    }

    @Test
    void anyMethodOnAnyPath() {
        qt().withExamples(EXAMPLES)
                .forAll(
                        oneOf(METHODS),
                        oneOf(PATHS),
                        strings().basicLatinAlphabet().ofLengthBetween(0, 40))
                .checkAssert((method, path, noise) ->
                        tell(request(method, path + noise.replaceAll("[\\p{Cntrl} ]", "%"), "", "{}".getBytes(UTF_8))));
    }

    @Test
    void pathsOfOddLetters() {
        qt().withExamples(EXAMPLES)
                .forAll(lists().of(oneOf(
                                List.of("/", "%", "%2f", "%00", "..", ";", "?", "#", "%ff", "a", "\u00e9", ":", "@")))
                        .ofSizeBetween(1, 20))
                .checkAssert(path -> tell(request("POST", "/" + String.join("", path), "", new byte[0])));
    }

    @Test
    void wrongLengthsAndFloodsOfHeaders() {
        tell(request("POST", PATHS.get(0), "Content-Length: -1\r\n", new byte[0]));
        tell(request("POST", PATHS.get(0), "Content-Length: 99999999999999999999\r\n", new byte[0]));
        tell(request("POST", PATHS.get(0), "Transfer-Encoding: chunked\r\n", "zz\r\n".getBytes(UTF_8)));
        tell(request("POST", PATHS.get(0), "X-Many: x\r\n".repeat(5000), new byte[0]));
        tell(request("POST", PATHS.get(0), "X-Long: " + "x".repeat(100_000) + "\r\n", new byte[0]));
        tell(request("POST", "/" + "x".repeat(100_000), "", new byte[0]));
    }

    private static List<Call> calls() {
        return List.of(
                Call.fromServer().with("Prefer", "wait=0"),
                Call.fromServer().with("Prefer", "wait=0").with("Content-Encoding", "gzip"),
                Call.fromPage().with("Prefer", "wait=0"),
                Call.ofRecords(),
                Call.ofRecords().with("Content-Type", "application/vnd.treasuredata.v1.single+json"));
    }

    private static Gen<String> noise() {
        return strings().betweenCodePoints(0x20, 0xff).ofLengthBetween(0, 80);
    }

    private static <T> Gen<T> oneOf(List<T> choices) {
        return integers().between(0, choices.size() - 1).map(choices::get);
    }

    private static byte[] bytes(List<Integer> numbers) {
        var bytes = new ByteArrayOutputStream();
        numbers.forEach(bytes::write);
        return bytes.toByteArray();
    }

    private static byte[] raw(Call call, byte[] body) {
        var headers = new StringBuilder();
        call.headers()
                .forEach((name, value) ->
                        headers.append(name).append(": ").append(value).append("\r\n"));
        return request(call.method(), call.path(), headers.toString(), body);
    }

    private static byte[] request(String method, String path, String headers, byte[] body) {
        boolean framed = headers.contains("Content-Length") || headers.contains("Transfer-Encoding");
        var request = new ByteArrayOutputStream();
        request.writeBytes((method + " " + path + " HTTP/1.1\r\nHost: ingest\r\nConnection: close\r\n" + headers
                        + (framed ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n")
                .getBytes(ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    /** Says this, and hears an answer that is no fault of the server's, within seconds. */
    private static void tell(byte[] request) {
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), SYSTEM.port())) {
            caller.setSoTimeout(20_000);
            caller.getOutputStream().write(request);
            String answer = new String(caller.getInputStream().readAllBytes(), UTF_8);
            Matcher status = STATUS.matcher(answer);
            assertThat(status.find()).as(answer).isTrue();
            assertThat(answer).doesNotContain("Exception", "\tat ");
        } catch (SocketException refusedInTheMiddle) {
            // it hung up while we were still talking, as it may with a flood
        } catch (IOException hung) {
            throw new UncheckedIOException(hung);
        }
    }
}
