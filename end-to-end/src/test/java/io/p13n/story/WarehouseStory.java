package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the warehouse uploads counts for the next event. */
@ExtendWith(PersonalizationSystem.class)
class WarehouseStory {

    private static final String OFFER =
            "{\"offers\":{\"offer_for_high_loyalty\":{\"attributes\":{\"status\":\"high\"},";

    @Test
    void aCustomerWhomTheWarehouseFoundLoyalGetsTheOfferAtTheNextEvent(Customer customer, Parts parts)
            throws Exception {
        assertThat(customer.signsUp("Ada").body()).isEqualTo("{\"offers\":{}}");

        uploads(parts, "attributes?key=email&names=loyalty", "email,loyalty\n" + customer.email() + ",high\n");
        assertThat(customer.signsUp("Ada").body()).isEqualTo(OFFER + "\"batch_segments\":[]}}}");

        uploads(
                parts,
                "segments/1588214?key=email",
                "email\n" + customer.email().toUpperCase(Locale.ROOT) + "\n");
        assertThat(customer.signsUp("Ada").body()).isEqualTo(OFFER + "\"batch_segments\":[{\"id\":\"1588214\"}]}}}");

        uploads(parts, "attributes?key=email&names=loyalty", "email,loyalty\n" + customer.email() + ",low\n");
        assertThat(customer.signsUp("Ada").body()).isEqualTo("{\"offers\":{}}");
    }

    /** Beside what was there, for other stories have customers of their own. */
    private static void uploads(Parts parts, String what, String csv) throws Exception {
        var request = HttpRequest.newBuilder(parts.admin().resolve("/accounts/1/services/2/" + what))
                .header("Authorization", "TD1 1/" + parts.masterKey())
                .header("Content-Type", "text/csv")
                .timeout(Duration.ofSeconds(30))
                .method("PATCH", BodyPublishers.ofString(csv))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.body()).contains("\"state\":\"done\"", "\"rows_written\":1");
    }
}
