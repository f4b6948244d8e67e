package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the product's document, as they stand there. */
@ExtendWith(PersonalizationSystem.class)
class ProductDocumentStory {

    @Test
    void aCustomerOfHighLoyaltyGetsItsOffer(Parts parts) {
        Answer answer = new Website(parts)
                .posts("webpages.personalization_results", "{\n            \"email\": \"high_user@test.com\"\n}");

        assertThat(answer)
                .isEqualTo(new Answer(
                        200,
                        "{\"offers\":{\"offer_for_high_loyalty\":{\"attributes\":{\"status\":\"high\"},"
                                + "\"batch_segments\":[{\"id\":\"1588214\"}]}}}"));
    }

    @Test
    void aCustomerOfNoLoyaltyGetsNone(Parts parts) {
        Answer answer = new Website(parts).posts("webpages.personalization_results", "{\"email\":\"nobody@test.com\"}");

        assertThat(answer).isEqualTo(new Answer(200, "{\"offers\":{}}"));
    }

    @Test
    void theOtherExampleMakesAProfileThatTheNextCallSees(Parts parts) {
        var website = new Website(parts);
        String example = """
                {
                    "email": "user@example.com",
                    "customer_id": "4631",
                    "number_of_clicks": 10,
                    "age": "60",
                    "country": "INDIA",
                    "td_path": "0127100",
                    "td_path": "US43wtrewfrewrew"
                }
                """;
        assertThat(website.posts("webpages.personalization_results", example).status())
                .isEqualTo(200);

        Answer next = website.posts("webpages.personalization_results", "{\"customer_id\":\"4631\"}");

        assertThat(next.body())
                .isEqualTo("{\"offers\":{\"offer_for_india\":{\"attributes\":{\"country\":\"INDIA\",\"age\":60,"
                        + "\"clicks\":10,\"last_path\":\"US43wtrewfrewrew\"}}}}");
    }
}
