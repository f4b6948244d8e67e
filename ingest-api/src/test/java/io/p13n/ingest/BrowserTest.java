package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of a shop can do, and what it can't. */
class BrowserTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    @Test
    void aPageOfAnAllowedOriginGetsItsOffersAndMayReadThem() throws Exception {
        SYSTEM.reactor().answerWith("{\"offers\":{\"hello\":{}}}");

        HttpResponse<String> response =
                Call.fromPage().with("Prefer", "wait=10").send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"offers\":{\"hello\":{}}}");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(Secrets.SHOP);
        assertThat(header(response, "Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(header(response, "Access-Control-Expose-Headers"))
                .isEqualTo("X-Request-Id, X-Event-Uuid, Retry-After");
        assertThat(header(response, "Vary")).isEqualTo("Origin");
        assertThat(response.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void aPagesEventIsKeyedByTheMostTrustedIdThatCountsFromAPage() throws Exception {
        Call call = Call.fromPage().sending("{\"customer_id\":\"4631\",\"td_client_id\":\"9a\"}");

        call.send(SYSTEM.port());

        var event = SYSTEM.published(call);
        assertThat(new String(event.key(), UTF_8)).isEqualTo("1/2/td_client_id=9a");
        assertThat(EventHeaders.read(event.headers()).caller()).isEqualTo(CallerKind.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"email\":\"ada@example.com\"}", "{\"td_client_id\":\"\"}"})
    void aVisitorWithoutAnIdThatCountsIsTakenAnonymously(String body) throws Exception {
        Call call = Call.fromPage().with("Prefer", "wait=0").sending(body);

        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(202);
        var event = SYSTEM.published(call);
        UUID recordId = EventHeaders.read(event.headers()).recordId();
        assertThat(new String(event.key(), UTF_8)).isEqualTo("1/2/" + recordId);
        assertThat(header(response, "X-Event-Uuid")).isEqualTo(recordId.toString());
    }

    @Test
    void aPageWithoutAnOriginIsRefused() throws Exception {
        HttpResponse<String> response = Call.fromPage().without("Origin").send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("3021").contains("Origin");
    }

    @Test
    void eachRouteTakesItsOwnKeysAlone() throws Exception {
        var serversKey = Call.fromPage().with("Authorization", "TD1 " + Secrets.KEY);
        var pagesKey = Call.fromServer().with("Origin", Secrets.SHOP).with("Authorization", "TD1 " + Secrets.PAGE_KEY);

        assertThat(serversKey.send(SYSTEM.port()).body()).contains("3021").contains("made for pages");
        assertThat(pagesKey.send(SYSTEM.port()).body()).contains("3021").contains("made for pages");
    }

    @ParameterizedTest
    @CsvSource({
        "/public/shop/web_events, https://shop.example, true",
        "/records/shop/web_events, https://shop.example, true",
        "/records/shop/web_events, https://evil.example, false",
        "/public/shop/web_events, https://other.example, true", // named by a key
        "/public/shop/web_events, https://evil.example, false",
        "/public/shop/web_events, null, false"
    })
    void aPreflightIsAllowedToOriginsThatSomebodyNames(String path, String origin, boolean allowed) throws Exception {
        Call preflight = new Call("OPTIONS", path, Map.of(), new byte[0])
                .with("Origin", origin)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "authorization,content-type,wp13n-token");

        HttpResponse<String> response = preflight.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(allowed ? origin : "");
        assertThat(header(response, "Access-Control-Allow-Credentials")).isEqualTo(allowed ? "true" : "");
        assertThat(header(response, "Vary")).isEqualTo(allowed ? "Origin" : "");
        assertThat(header(response, "Access-Control-Allow-Methods")).isEqualTo(allowed ? "POST" : "");
        assertThat(header(response, "Access-Control-Allow-Headers"))
                .isEqualTo(
                        allowed
                                ? "Authorization, Content-Type, WP13n-Token, X-TD-Write-Key, X-Request-Id, Prefer"
                                : "");
        assertThat(header(response, "Access-Control-Max-Age")).isEqualTo(allowed ? "600" : "");
    }

    @Test
    void thePrivateRouteAnswersNoPreflight() throws Exception {
        Call preflight = new Call("OPTIONS", "/shop/web_events", Map.of(), new byte[0])
                .with("Origin", Secrets.SHOP)
                .with("Access-Control-Request-Method", "POST");

        HttpResponse<String> response = preflight.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("POST");
        assertThat(response.body()).contains("3009");
        assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
