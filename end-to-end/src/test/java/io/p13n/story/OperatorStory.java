package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator sees of customers, and does for one who asks to be forgotten. */
@ExtendWith(PersonalizationSystem.class)
class OperatorStory {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void whoIsErasedIsUnknownAndBeginsAnewWithTheNextEvent(Customer customer, Parts parts) {
        assertThat(customer.signsUp("Ada").accepted()).isTrue();
        assertThat(customer.buys(7).accepted()).isTrue();
        String profile = "/profile?id=email=" + URLEncoder.encode(customer.email(), StandardCharsets.UTF_8);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(ordered(parts, "GET", profile, "").body())
                                .contains("\"values\":{\"first_name\":\"Ada\"}", "\"values\":{\"spent\":7}")
                                .contains("\"event_name\":\"sign_up\"", "\"amount\":7"));

        HttpResponse<String> erased =
                ordered(parts, "POST", "/erasures", "{\"ids\":[\"email=" + customer.email() + "\"]}");
        assertThat(erased.body()).contains("\"profiles\":1,\"events\":2,\"dead_letters\":0");
        assertThat(ordered(parts, "GET", profile, "").statusCode()).isEqualTo(404);

        assertThat(customer.buys(3).accepted()).isTrue();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(ordered(parts, "GET", profile, "").body())
                                .contains("\"values\":{\"spent\":3}", "\"amount\":3")
                                .doesNotContain("Ada", "\"amount\":7"));
    }

    @Test
    void theTokensTellThatTheyAreUsed(Customer customer, Parts parts) {
        assertThat(customer.views("p1").accepted()).isTrue();

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(ordered(parts, "GET", "/tokens", "").body())
                                .containsPattern("\"name\":\"backend\"[^}]*\"last_used\":\"20"));
    }

    /** What an operator of the sample service gets. */
    private static HttpResponse<String> ordered(Parts parts, String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(parts.admin() + "/accounts/1/services/2" + path))
                .header("Authorization", "TD1 1/" + parts.masterKey())
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError("the operator got no answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
