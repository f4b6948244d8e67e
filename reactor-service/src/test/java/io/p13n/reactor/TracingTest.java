package io.p13n.reactor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever follows a request finds in its trace what the reactor did with its event. */
class TracingTest extends ReactorSurroundings {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** What the collector of traces was told: OTLP, in which names and ids stand as they are. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    private HttpServer collector;

    @BeforeEach
    void collect() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stopCollector() {
        collector.stop(0);
    }

    @Test
    void eachStageIsASpanInTheTraceOfTheRequest() throws Exception {
        reactor.close();
        reactor = startReactor(
                "management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:"
                        + collector.getAddress().getPort() + "/v1/traces",
                "management.opentelemetry.tracing.export.schedule-delay=100ms");

        reply(view("customer_id", "1", 0));
        reply(traced());

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(String.join("", told))
                        .contains(new String(HexFormat.of().parseHex(TRACE), ISO_8859_1))
                        .contains("queue", "load", "engine", "commit", "reply"));
    }

    private UUID traced() throws Exception {
        UUID correlationId = UUID.randomUUID();
        EventHeaders plain = headers(Instant.now(), "shop.web_events", 1, CallerKind.PRIVATE, null, correlationId);
        var traced = new EventHeaders(
                plain.recordId(),
                plain.acceptedAt(),
                plain.uuid(),
                plain.table(),
                plain.key(),
                plain.token(),
                plain.caller(),
                plain.definitionVersion(),
                plain.requestId(),
                plain.replyTo(),
                "00-" + TRACE + "-b7ad6b7169203331-01");
        send(service, 0, traced, "{\"event_name\":\"page_view\",\"customer_id\":\"1\"}");
        return correlationId;
    }
}
