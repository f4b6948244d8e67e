package io.p13n.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever follows one request sees its whole way: through ingest, Kafka, the reactor and PostgreSQL, and back. */
@ExtendWith(PersonalizationSystem.class)
class TraceStory {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String UNWATCHED_TRACE = "00000000000000000000000000000001";

    @Test
    void aRequestIsOneTraceThroughAllApplications(Parts parts) {
        var website = new Website(parts); // one replica, which tells in order
        views(website, UNWATCHED_TRACE, "00");
        views(website, TRACE, "01");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(of("ingest-api", TRACE, parts)).contains("http post");
            assertThat(of("reactor-service", TRACE, parts)).contains("queue", "load", "engine", "commit", "reply");
        });
        assertThat(parts.traces()).noneMatch(each -> each.contains(bytes(UNWATCHED_TRACE)));
    }

    private static void views(Website website, String trace, String flags) {
        Answer answer = website.posts(
                "shop.web_events",
                "{\"email\":\"traced@example.com\",\"event_name\":\"page_view\"}",
                Map.of("traceparent", "00-%s-00f067aa0ba902b7-%s".formatted(trace, flags)));
        assertThat(answer.accepted()).isTrue();
    }

    /** What an application told of a trace. */
    private static String of(String application, String trace, Parts parts) {
        return parts.traces().stream()
                .filter(each -> each.contains(application) && each.contains(bytes(trace)))
                .collect(Collectors.joining());
    }

    private static String bytes(String id) {
        return new String(HexFormat.of().parseHex(id), ISO_8859_1);
    }
}
