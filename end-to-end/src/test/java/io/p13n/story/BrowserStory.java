package io.p13n.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages with the vendor's SDK as npm has it, in a real browser, over TLS with a certificate that nobody has signed. The
 * browser is told nothing that a visitor's is not: the certificate is accepted by hand.
 */
@ExtendWith(PersonalizationSystem.class)
class BrowserStory {

    /** Of a page; the SDK is there, and so is what the page was told. */
    private static final String SDK = """
            const [endpoint, writeKey, token, mode, event, done] = arguments;
            const td = new Treasure({host: endpoint + "/records", writeKey, database: "shop"});
            if (mode === "signed") td.setSignedMode();
            const target = {endpoint, database: "shop", table: "web_events", token};
            const tell = outcome => answer => done(outcome + " " + (answer instanceof Error ? answer : JSON.stringify(answer)));
            """;

    private static final String FETCH_PERSONALIZATION = SDK + """
            td.fetchPersonalization(target, JSON.parse(event), tell("answered"), tell("failed"));
            """;

    private static final String TRACK_EVENT = SDK + """
            td.set("web_events", JSON.parse(event));
            td.trackEvent("web_events", {event_name: "tracked"}, tell("answered"), tell("failed"));
            """;

    private static final String ADD_RECORD = SDK + """
            td.addRecord("web_events", JSON.parse(event), tell("answered"), tell("failed"));
            """;

    @TempDir
    private Path profile;

    private Chromium browser;

    @BeforeEach
    void open() {
        browser = Chromium.open(profile.resolve("profile"));
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void aVisitorOfTheShopSeesTheirOffers(EmbeddedParts parts) {
        browser.visits(parts.shop());
        shows("#trouble", "accept its certificate");
        browser.isPictured("1-untrusted");
        assertThat(browser.linkOf("#accept")).isEqualTo(parts.https() + "/openapi.html");

        browser.acceptsTheCertificateOf(browser.linkOf("#accept"));
        browser.visits(parts.shop());
        shows("#calls", "shop.web_events");
        assertThat(browser.sees("#trouble")).isEmpty();
        assertThat(browser.sees("#greeting")).as("nobody we know").isEmpty();
        browser.isPictured("2-first-visit");

        browser.types("#sign-up input", "Ada");
        browser.clicks("#sign-up button");
        shows("#greeting", "Welcome back, Ada!");
        assertThat(browser.sees("#banner")).as("the second view").isEmpty();

        browser.clicks("#products article:nth-child(2) button");
        shows("#banner", "Free delivery today", "3 pages");
        await().until(() -> browser.widthOfPicture("#banner img") > 0);
        shows("#greeting", "Welcome back, Ada!");
        browser.isPictured("3-free-delivery");

        browser.clicks("#buy");
        shows("#thanks", "Thank you, Ada!", "€ 12.50");
        assertThat(browser.sees("#banner")).as("is over with the first order").isEmpty();
        browser.isPictured("4-thank-you");

        browser.visits(parts.shop());
        shows("#greeting", "Welcome back, Ada!");
        browser.clicks("#leave");
        shows("#calls", "no offers");
        assertThat(browser.sees("#greeting")).as("somebody else").isEmpty();
        assertThat(browser.sees("#trouble")).isEmpty();
    }

    @Test
    void theSdkGetsOffersForAVisitorItNames(EmbeddedParts parts) {
        open(parts);
        String visitor = "{\"td_client_id\":\"%s\",\"event_name\":\"page_view\"}".formatted(UUID.randomUUID());

        assertThat(run(parts, FETCH_PERSONALIZATION, "signed", visitor)).isEqualTo("answered {\"offers\":{}}");
        assertThat(run(parts, FETCH_PERSONALIZATION, "signed", visitor))
                .startsWith("answered ")
                .contains("\"welcome_back\"");
    }

    @Test
    void inItsAnonymousModeTheSdkGetsAnAnswerToo(EmbeddedParts parts) {
        open(parts);
        String visitor = "{\"td_client_id\":\"%s\",\"country\":\"INDIA\"}".formatted(UUID.randomUUID());

        for (int i = 0; i < 2; i++) {
            assertThat(run(parts, FETCH_PERSONALIZATION, "anonymous", visitor))
                    .as("decided upon by the event alone, each time")
                    .startsWith("answered ")
                    .contains("\"offer_for_india\"")
                    .doesNotContain("welcome_back");
        }
    }

    @Test
    void whatTheSdkRecordsIsStored(EmbeddedParts parts) {
        open(parts);
        String tracked = UUID.randomUUID().toString();
        String added = UUID.randomUUID().toString();

        assertThat(run(parts, TRACK_EVENT, "signed", "{\"mark\":\"%s\"}".formatted(tracked)))
                .startsWith("answered ");
        assertThat(run(parts, ADD_RECORD, "anonymous", "{\"mark\":\"%s\"}".formatted(added)))
                .startsWith("answered ");

        eventually(() -> {
            assertThat(stored(parts, tracked)).isEqualTo(1);
            assertThat(stored(parts, added)).isEqualTo(1);
        });
    }

    @Test
    void aPageOfAnotherOriginIsRefused(EmbeddedParts parts) throws IOException {
        String mark = UUID.randomUUID().toString();
        String event = "{\"mark\":\"%s\"}".formatted(mark);
        browser.acceptsTheCertificateOf(parts.https() + "/openapi.html");
        HttpServer another = site("<script src=%s/td-js-sdk.js></script>".formatted(parts.shop()));
        try {
            browser.visits("http://127.0.0.1:" + another.getAddress().getPort());

            assertThat(run(parts, FETCH_PERSONALIZATION, "signed", event)).startsWith("failed TypeError");
            assertThat(run(parts, ADD_RECORD, "signed", event)).startsWith("failed ");
        } finally {
            another.stop(0);
        }

        browser.visits(parts.shop());
        shows("#calls", "shop.web_events");
        assertThat(run(parts, FETCH_PERSONALIZATION, "signed", event))
                .as("the same call, from the shop")
                .startsWith("answered ");
        eventually(() -> assertThat(stored(parts, mark)).isEqualTo(1));
    }

    private void open(EmbeddedParts parts) {
        browser.acceptsTheCertificateOf(parts.https() + "/openapi.html");
        browser.visits(parts.shop());
        shows("#calls", "shop.web_events");
    }

    private String run(EmbeddedParts parts, String script, String mode, String event) {
        return browser.asks(
                script, parts.https().getAuthority(), parts.pageKey(), "1/2/" + parts.publicToken(), mode, event);
    }

    private void shows(String selector, String... texts) {
        eventually(() -> assertThat(browser.sees(selector)).contains(texts));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }

    private static HttpServer site(String page) throws IOException {
        var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, page.length());
            exchange.getResponseBody().write(page.getBytes(UTF_8));
            exchange.close();
        });
        site.start();
        return site;
    }

    private static long stored(Parts parts, String mark) throws SQLException {
        try (var database = parts.database();
                var query = database.prepareStatement("select count(*) from event where body ->> 'mark' = ?")) {
            query.setString(1, mark);
            var rows = query.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }
}
