package io.p13n.story;

import static io.p13n.story.Customer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** "Why didn't I get it yesterday?" */
@ExtendWith(PersonalizationSystem.class)
class WhyStory {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Test
    void aCustomerAsksWhyAnOfferDidNotComeAndIsToldWithTheValuesOfThen(Customer customer, Parts parts) {
        String uuid = UUID.randomUUID().toString();
        customer.views("mug");
        assertThat(customer.did("shop.web_events", with("event_name", "page_view"), with("uuid", uuid))
                        .body())
                .doesNotContain("free_delivery");
        assertThat(customer.views("mug").body()).contains("free_delivery");
        customer.buys(12.5);

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(ask(parts, "GET", "/decisions/" + uuid, ""))
                        .contains("\"reproduced\":true")
                        .contains("{\"offer\":\"free_delivery\",\"outcome\":\"profile_criteria\"")
                        .contains("\"text\":\"profile.views >= 3, was 2\""));
        assertThat(ask(
                        parts,
                        "POST",
                        "/explain",
                        "{\"table\":\"shop.web_events\",\"event\":{\"email\":\"" + customer.email()
                                + "\",\"event_name\":\"page_view\"}}"))
                .as("by now something else keeps it back")
                .contains("\"text\":\"profile.purchases == 0, was 1\"");
    }

    private static String ask(Parts parts, String method, String path, String body) {
        var request = HttpRequest.newBuilder(parts.admin().resolve("/accounts/1/services/2" + path))
                .header("Authorization", "TD1 1/" + parts.masterKey())
                .method(method, BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        } catch (IOException failure) {
            throw new AssertionError("the operator got no answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
