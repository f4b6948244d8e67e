package io.p13n.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole, as whoever starts it first meets it. */
class StandaloneTest {

    private static final String RESULTS = "webpages/personalization_results";
    private static final String EVENTS = "shop/web_events";

    @TempDir
    private Path data;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theSampleAnswersAsToldAndARestartRemembers() throws Exception {
        // These calls are the first of a cold JVM, and may share the machine with a build.
        var patient = Map.of("p13n.ingest.personalization.deadline", "20s");
        var options = new StandaloneOptions(data, Ports.free(), patient);
        try (var standalone = Standalone.start(options)) {
            answersAsTheProductDocument(standalone);
            rememberWhatAnEventSaid(standalone);
            tellTheStoryOfTheShop(standalone);
            letItsOperatorIn(standalone);
            assertThat(Summary.of(standalone))
                    .contains(
                            "TD1 1/" + standalone.secrets().writeKey(),
                            "postgresql://127.0.0.1:",
                            "shop page   " + standalone.at(Port.SHOP),
                            "https://127.0.0.1:");
        }
        try (var standalone = Standalone.start(options)) {
            answersAsTheProductDocument(standalone);
            assertThat(ask(standalone, EVENTS, "{'customer_id':'ada','event_name':'page_view'}"))
                    .isEqualTo(offers("'welcome_back':{'attributes':{'hello':'Welcome back, Ada!'}}"));
        }
    }

    private void letItsOperatorIn(Standalone standalone) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(standalone.at(Port.ADMIN) + "/accounts/1/services"))
                .header("Authorization", "TD1 1/" + standalone.secrets().masterKey())
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).body())
                .isEqualTo("{\"services\":[{\"instance\":2,\"version\":1}]}");
    }

    private void answersAsTheProductDocument(Standalone standalone) throws Exception {
        assertThat(ask(standalone, RESULTS, "{'email':'high_user@test.com'}"))
                .isEqualTo(offers("'offer_for_high_loyalty':"
                        + "{'attributes':{'status':'high'},'batch_segments':[{'id':'1588214'}]}"));
        assertThat(ask(standalone, RESULTS, "{'email':'medium_user@test.com'}")).isEqualTo(offers(""));
    }

    private void rememberWhatAnEventSaid(Standalone standalone) throws Exception {
        ask(
                standalone,
                RESULTS,
                "{'email':'user@example.com','customer_id':'4631','number_of_clicks':10,'age':'60',"
                        + "'country':'INDIA','td_path':'0127100','td_path':'US43wtrewfrewrew'}");

        assertThat(ask(standalone, RESULTS, "{'email':'user@example.com'}"))
                .isEqualTo(offers("'offer_for_india':{'attributes':"
                        + "{'country':'INDIA','age':60,'clicks':10,'last_path':'US43wtrewfrewrew'}}"));
    }

    private void tellTheStoryOfTheShop(Standalone standalone) throws Exception {
        String view = "{'customer_id':'ada','event_name':'page_view'}";
        String welcome = "'welcome_back':{'attributes':{'hello':'Welcome back, Ada!'}}";

        assertThat(ask(standalone, EVENTS, "{'customer_id':'ada','event_name':'sign_up','first_name':'Ada'}"))
                .isEqualTo(offers(""));
        assertThat(ask(standalone, EVENTS, view)).isEqualTo(offers(welcome));
        assertThat(ask(standalone, EVENTS, view)).isEqualTo(offers(welcome));
        assertThat(ask(standalone, EVENTS, view))
                .isEqualTo(offers(welcome + ",'free_delivery':{'attributes':{'seen':3,"
                        + "'banner':{'image':'/free-delivery.svg','text':'Free delivery today'}}}"));
        assertThat(ask(standalone, "shop/orders", "{'customer_id':'ada','amount':12.5}"))
                .isEqualTo(offers("'thank_you':{'attributes':{'hello':'Thank you, Ada!','spent':12.5}}"));
        assertThat(ask(standalone, EVENTS, view)).isEqualTo(offers(welcome));
    }

    private String ask(Standalone standalone, String table, String event) throws IOException, InterruptedException {
        Secrets secrets = standalone.secrets();
        var request = HttpRequest.newBuilder(URI.create(standalone.at(Port.HTTP) + "/" + table))
                .header("Content-Type", "application/vnd.treasuredata.v1+json")
                .header("Authorization", "TD1 1/" + secrets.writeKey())
                .header("WP13n-Token", "1/2/" + secrets.privateToken())
                .POST(BodyPublishers.ofString(event.replace('\'', '"')))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static String offers(String offers) {
        return "{'offers':{%s}}".formatted(offers).replace('\'', '"');
    }
}
