package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.ingest.IngestSystem.Replica;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ingest API: many events in, receipts out. */
class RecordsApiTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    @Test
    void aBatchIsStoredAsItWasSentWithNobodyWaiting() throws Exception {
        Call call = Call.ofRecords()
                .sending("{ \"events\" : [ {\"email\":\"A@b.c\", \"x\" : 1,\"x\":2} ,{\"td_client_id\":\"7\"}] }");

        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(receipts(response))
                .hasSize(2)
                .allMatch(receipt -> receipt.get("success").booleanValue());
        assertThat(stored(call, 2))
                .containsEntry("{\"email\":\"A@b.c\", \"x\" : 1,\"x\":2}", "1/2/email=a@b.c")
                .containsEntry("{\"td_client_id\":\"7\"}", "1/2/td_client_id=7");
        EventHeaders stamped = EventHeaders.read(SYSTEM.published(call).headers());
        assertThat(stamped.replyTo()).isNull();
        assertThat(stamped.caller()).isEqualTo(CallerKind.PRIVATE);
        assertThat(stamped.key()).isEqualTo("backend");
        assertThat(stamped.token()).isNull();
    }

    @Test
    void receiptsComeInOrderAndABadEventSpoilsNoOther() throws Exception {
        String deep = "{\"a\":" + "[".repeat(600) + "]".repeat(600) + "}";
        Call call = Call.ofRecords()
                .sending(
                        "{\"é\":0,\"records\":[{\"uuid\":\"7d444840-9dc0-41d1-b245-5ffdce74fad2\",\"n\":1},{\"time\":\"now\"},"
                                + "17,null,\"x\",[{}]," + deep + ",{\"a\":\"\\ud800\"},{\"n\":2}]}");

        JsonNode receipts = receipts(call.send(SYSTEM.port()));

        assertThat(receipts).hasSize(9);
        assertThat(receipts.get(0).get("id").stringValue()).isEqualTo("7d444840-9dc0-41d1-b245-5ffdce74fad2");
        for (int bad = 1; bad < 8; bad++) {
            assertThat(receipts.get(bad).get("success").booleanValue()).isFalse();
            assertThat(receipts.get(bad).get("code").intValue()).isEqualTo(3004);
            assertThat(receipts.get(bad).get("message").stringValue()).isNotEmpty();
        }
        assertThat(UUID.fromString(receipts.get(8).get("id").stringValue()).version())
                .isEqualTo(7);
        assertThat(stored(call, 2)).hasSize(2);
    }

    @Test
    void eventsOfOneCustomerStayInTheOrderSent() throws Exception {
        String events = IntStream.range(0, 500)
                .mapToObj(i -> "{\"email\":\"order@example.com\",\"n\":" + i + "}")
                .collect(Collectors.joining(","));
        Call call = Call.ofRecords().sending("{\"events\":[" + events + "]}");

        assertThat(receipts(call.send(SYSTEM.port()))).hasSize(500);

        stored(call, 500);
        assertThat(SYSTEM.seen(call))
                .extracting(event -> JSON.readTree(event.value()).get("n").intValue())
                .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1+json", "v1.js+json", "v1.mobile+json"})
    void theSdksTypesAreBatches(String type) throws Exception {
        Call call = Call.ofRecords().with("Content-Type", "application/vnd.treasuredata." + type);

        assertThat(receipts(call.to("/records/shop/web_events?modified=1700000000000")
                        .send(SYSTEM.port())))
                .hasSize(1);
    }

    @Test
    void aSingleRecordIsOneFlatObject() throws Exception {
        Call call = Call.ofRecords()
                .with("Content-Type", "application/vnd.treasuredata.v1.single+json")
                .sending("{\"events\":[1],\"email\":\"ada@example.com\"}");

        assertThat(receipts(call.send(SYSTEM.port()))).hasSize(1);
        assertThat(stored(call, 1)).containsKey("{\"events\":[1],\"email\":\"ada@example.com\"}");
    }

    @Test
    void aGzippedBatchWithTheWriteKeyHeaderIsTaken() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(Call.ofRecords().body());
        }
        Call call = Call.ofRecords()
                .without("Authorization")
                .with("X-TD-Write-Key", Secrets.KEY)
                .with("Content-Encoding", "gzip")
                .sending(packed.toByteArray());

        assertThat(receipts(call.send(SYSTEM.port()))).hasSize(1);
        assertThat(call.with("X-TD-Write-Key", "7/" + Secrets.KEY)
                        .send(SYSTEM.port())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPagesEventsCountAsAPages() throws Exception {
        Call call =
                page().sending("{\"events\":[{\"customer_id\":\"1\",\"td_client_id\":\"p\"},{\"customer_id\":\"2\"}]}");

        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue(Secrets.SHOP);
        assertThat(stored(call, 2))
                .containsEntry("{\"customer_id\":\"1\",\"td_client_id\":\"p\"}", "1/2/td_client_id=p")
                .doesNotContainValue("1/2/customer_id=2");
        assertThat(SYSTEM.seen(call))
                .allMatch(event -> EventHeaders.read(event.headers()).caller() == CallerKind.PUBLIC);
    }

    @Test
    void eventsOfATableThatNoServiceHasAreStoredToo() throws Exception {
        Call call = Call.ofRecords()
                .to("/records/shop/nowhere")
                .sending("{\"events\":[{\"email\":\"a@b.c\"},{\"time\":\"now\"}]}");

        JsonNode receipts = receipts(call.send(SYSTEM.port()));

        assertThat(receipts.get(0).get("success").booleanValue()).isTrue();
        assertThat(receipts.get(1).get("code").intValue()).isEqualTo(3004);
        String id = receipts.get(0).get("id").stringValue();
        assertThat(stored(call, 1)).containsEntry("{\"email\":\"a@b.c\"}", "1/0/" + id);
        var event = SYSTEM.published(call);
        assertThat(event.topic()).isEqualTo("p13n.events.1.0");
        assertThat(EventHeaders.read(event.headers()).table()).isEqualTo("shop.nowhere");
        assertThat(EventHeaders.read(event.headers()).definitionVersion()).isZero();
    }

    /** A request that is refused as a whole. */
    record Refused(String because, Call call, int status, int code) {
        @Override
        public String toString() {
            return because;
        }
    }

    static Stream<Refused> refused() {
        Call call = Call.ofRecords();
        String events = "{\"events\":[" + String.join(",", Collections.nCopies(501, "{}")) + "]}";
        return Stream.of(
                new Refused("another method", call.by("GET"), 405, 3009),
                new Refused("a name out of form", call.to("/records/shop/x"), 404, 3004),
                new Refused("the content type", call.with("Content-Type", "text/plain"), 415, 3004),
                new Refused("no key", call.without("Authorization"), 401, 3020),
                new Refused("an unknown key", call.with("Authorization", "TD1 x"), 401, 3020),
                new Refused(
                        "a key of other tables", call.with("Authorization", "TD1 " + Secrets.ORDERS_KEY), 403, 3021),
                new Refused("a page's key without an origin", page().without("Origin"), 403, 3021),
                new Refused("another origin", page().with("Origin", "https://evil.example"), 403, 3021),
                new Refused("no JSON", call.sending("{\"events\":[{]}"), 400, 3004),
                new Refused("no batch", call.sending("{\"email\":\"a@b.c\"}"), 400, 3004),
                new Refused("no list", call.sending("{\"events\":{}}"), 400, 3004),
                new Refused("no object", call.sending("[]"), 400, 3004),
                new Refused("UTF-16", call.sending("{\"events\":[{}]}".getBytes(UTF_16LE)), 400, 3004),
                new Refused("more after it", call.sending("{\"events\":[{}]}{}"), 400, 3004),
                new Refused("no events", call.sending("{\"events\":[]}"), 400, 3004),
                new Refused("too many events", call.sending(events), 400, 3004),
                new Refused("a log that does not answer", call.to("/records/shop/lost"), 503, 1003));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(Refused refused) throws Exception {
        HttpResponse<String> response = refused.call().send(SYSTEM.port());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(refused.status());
        assertThat(response.body()).contains("\"code\":" + refused.code());
        assertThat(SYSTEM.seen(refused.call())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"https://shop.example, https://shop.example", "https://evil.example, ''"})
    void onlyAnAllowedPageMayReadARefusal(String origin, String allowed) throws Exception {
        HttpResponse<String> response =
                page().with("Origin", origin).sending("{}").send(SYSTEM.port());

        assertThat(response.headers().firstValue("Access-Control-Allow-Origin").orElse(""))
                .isEqualTo(allowed);
    }

    @Test
    void sizesAreLimitedByEventAndByBatch() throws Exception {
        try (Replica small =
                SYSTEM.another("--p13n.ingest.records.max-event=1KB", "--p13n.ingest.records.max-batch=3KB")) {
            String large = "{\"x\":\"" + "x".repeat(1100) + "\"}";
            Call batch = Call.ofRecords().sending("{\"events\":[{\"n\":1}," + large + ",{\"n\":2}]}");

            JsonNode receipts = receipts(batch.send(small.port()));
            assertThat(receipts.get(1).get("message").stringValue()).contains("1024 bytes");
            assertThat(receipts.get(2).get("success").booleanValue()).isTrue();

            Call tooLarge = Call.ofRecords().sending("{\"events\":[" + large + "," + large + "," + large + "]}");
            assertThat(tooLarge.send(small.port()).statusCode()).isEqualTo(413);
            Call single = Call.ofRecords()
                    .with("Content-Type", "application/vnd.treasuredata.v1.single+json")
                    .sending(large);
            assertThat(single.send(small.port()).statusCode()).isEqualTo(413);
        }
    }

    private static Call page() {
        return Call.ofRecords().with("Origin", Secrets.SHOP).with("Authorization", "TD1 " + Secrets.PAGE_KEY);
    }

    private static JsonNode receipts(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body()).get("receipts");
    }

    /** The keys of the events stored, by their text. */
    private static Map<String, String> stored(Call call, int events) {
        await().atMost(Duration.ofSeconds(10)).until(() -> SYSTEM.seen(call).size() == events);
        return SYSTEM.seen(call).stream()
                .collect(Collectors.toMap(
                        event -> new String(event.value(), UTF_8), event -> new String(event.key(), UTF_8)));
    }
}
