package io.p13n.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.p13n.contract.EventHeaders.CallerKind;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHeadersTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_123L);

    private final EventHeaders full = new EventHeaders(
            RecordId.next(),
            NOW,
            UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2"),
            "shop.web_events",
            "pages",
            "site",
            CallerKind.PUBLIC,
            7,
            "req-1",
            new ReplyTo(new ReplyAddress("::1", 7070), UUID.randomUUID(), NOW.plusMillis(500)),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @Test
    void whatIngestWritesTheReactorReads() {
        var headers = new RecordHeaders();
        full.writeTo(headers);

        assertThat(EventHeaders.read(headers)).isEqualTo(full);
    }

    @Test
    void whatIsOptionalMayBeAbsent() {
        var sparse = new EventHeaders(
                RecordId.next(), NOW, null, "shop.orders", "backend", null, CallerKind.PRIVATE, 1, "req-2", null, null);
        var headers = new RecordHeaders();
        sparse.writeTo(headers);

        assertThat(EventHeaders.read(headers)).isEqualTo(sparse);
    }

    @Test
    void aMissingHeaderIsNamed() {
        var headers = new RecordHeaders();
        full.writeTo(headers);
        headers.remove("table");

        assertThatThrownBy(() -> EventHeaders.read(headers))
                .isInstanceOf(MalformedHeaders.class)
                .hasMessageContaining("'table'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuid", "token", "traceparent", "correlation"})
    void aHeaderWithoutAValueIsNamed(String name) {
        var headers = new RecordHeaders();
        full.writeTo(headers);
        headers.remove(name).add(name, null);

        assertThatThrownBy(() -> EventHeaders.read(headers))
                .isInstanceOf(MalformedHeaders.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void aHeaderOutOfFormIsNamed() {
        var headers = new RecordHeaders();
        full.writeTo(headers);
        headers.add("at", new byte[3]);

        assertThatThrownBy(() -> EventHeaders.read(headers))
                .isInstanceOf(MalformedHeaders.class)
                .hasMessageContaining("'at'");
    }
}
