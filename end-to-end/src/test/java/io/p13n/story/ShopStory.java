package io.p13n.story;

import static io.p13n.story.Customer.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A customer of the sample shop. */
@ExtendWith(PersonalizationSystem.class)
class ShopStory {

    @Test
    void aReturningVisitorIsGreetedByName(Customer customer) {
        customer.signsUp("Ada");

        assertThat(customer.views("shoes").body()).contains("\"hello\":\"Welcome back, Ada!\"");
    }

    @Test
    void theThirdViewBringsAnOfferThatAPurchaseEnds(Customer customer) {
        customer.signsUp("Grace");
        customer.views("shoes");
        assertThat(customer.views("hats").body()).doesNotContain("free_delivery");
        assertThat(customer.views("shoes").body()).contains("\"free_delivery\"").contains("\"seen\":3");

        assertThat(customer.buys(59.9).body())
                .contains("Thank you, Grace!")
                .contains("\"spent\":59.9")
                .doesNotContain("free_delivery");
        assertThat(customer.views("shoes").body()).doesNotContain("free_delivery");
    }

    @Test
    void anIdSeenUnderTwoKeysIsOneCustomer(Customer customer, Customer stranger) {
        customer.signsUp("Edsger");
        String userId = "user-" + customer.email();
        customer.did("shop.web_events", with("user_id", userId), with("event_name", "page_view"));

        Answer greeted = stranger.did("shop.web_events", with("user_id", userId), with("event_name", "page_view"));

        assertThat(greeted.body()).contains("Welcome back, Edsger!");
    }

    @Test
    void twoProfilesThatMeetBecomeOneAndKeepAllTheirViews(Customer atHome, Customer atWork) {
        atHome.views("shoes");
        atWork.views("shoes");
        atWork.did("shop.web_events", with("customer_id", atHome.email()));
        atHome.did("shop.web_events", with("customer_id", atHome.email()));

        assertThat(atHome.views("shoes").body()).contains("\"seen\":3");
    }

    @Test
    void anEventOfAMegabyteIsTakenAndStored(Customer customer, Parts parts) {
        String start = "{\"email\":\"" + customer.email() + "\",\"x\":\"";
        String most = start + "x".repeat((1 << 20) - start.length() - 2) + "\"}";

        assertThat(new Website(parts).posts("shop.orders", most).accepted()).isTrue();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stored(parts, customer)).isEqualTo(1));
    }

    @Test
    void whatAPollFindsOutIsStoredThoughNoServiceHasItsTable(Customer customer, Parts parts) {
        Answer answer = new Website(parts)
                .posts(
                        "records.shop.polls",
                        "{\"events\":[{\"email\":\"" + customer.email() + "\",\"likes\":\"mugs\"}]}");

        assertThat(answer.status()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stored(parts, customer)).isEqualTo(1));
    }

    @Test
    void everyEventIsInTheEventStoreAsItWasSent(Customer customer, Parts parts) {
        customer.signsUp("Barbara");
        customer.buys(7);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stored(parts, customer)).isEqualTo(2));
    }

    private static long stored(Parts parts, Customer customer) throws SQLException {
        try (var database = parts.database();
                var query = database.prepareStatement("select count(*) from event where ? = any (ids)")) {
            query.setString(1, "email=" + customer.email());
            var rows = query.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }
}
