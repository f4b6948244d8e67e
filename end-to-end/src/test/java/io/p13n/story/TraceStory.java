package io.p13n.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.p13n.standalone.Ports;
import io.p13n.standalone.Standalone;
import io.p13n.standalone.StandaloneOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows one request sees its whole way: through ingest, Kafka, the reactor and PostgreSQL, and back. */
class TraceStory {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String UNWATCHED_TRACE = "00000000000000000000000000000001";

    /** What the collector of traces was told: OTLP, in which names and ids stand as they are. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    private HttpServer collector;

    @TempDir
    private Path data;

    @BeforeEach
    void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stopCollecting() {
        collector.stop(0);
    }

    @Test
    void aRequestIsOneTraceThroughAllApplications() {
        var settings = Map.of(
                "management.opentelemetry.tracing.export.otlp.endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces",
                "management.opentelemetry.tracing.export.schedule-delay",
                "100ms");
        try (var parts = new EmbeddedParts(Standalone.start(new StandaloneOptions(data, Ports.free(), settings)))) {
            views(parts, UNWATCHED_TRACE, "00");
            views(parts, TRACE, "01");

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(of("ingest-api", TRACE)).contains("http post");
                assertThat(of("reactor-service", TRACE)).contains("queue", "load", "engine", "commit", "reply");
            });
            assertThat(told).noneMatch(each -> each.contains(bytes(UNWATCHED_TRACE)));
        }
    }

    private static void views(EmbeddedParts parts, String trace, String flags) {
        Answer answer = new Website(parts)
                .posts(
                        "shop.web_events",
                        "{\"email\":\"ada@example.com\",\"event_name\":\"page_view\"}",
                        Map.of("traceparent", "00-%s-00f067aa0ba902b7-%s".formatted(trace, flags)));
        assertThat(answer.accepted()).isTrue();
    }

    /** What an application told of a trace. */
    private String of(String application, String trace) {
        return told.stream()
                .filter(each -> each.contains(application) && each.contains(bytes(trace)))
                .collect(Collectors.joining());
    }

    private static String bytes(String id) {
        return new String(HexFormat.of().parseHex(id), ISO_8859_1);
    }
}
