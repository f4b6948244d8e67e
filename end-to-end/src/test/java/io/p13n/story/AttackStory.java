package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody has taken the key and the token out of the shop's page, and knows another customer's ids. */
@ExtendWith(PersonalizationSystem.class)
class AttackStory {

    private static final int MORE_IDS_THAN_A_PROFILE_HAS = 210;

    @Test
    void whatAPageClaimsReadsMergesAndEvictsNothingOfAnothers(Customer victim, Parts parts) throws Exception {
        Website page = parts.page();
        String email = victim.email();
        victim.signsUp("Vera");
        victim.did("shop.web_events", Customer.with("customer_id", "id-" + email));
        Set<String> ids = idsBeside(parts, email);
        String claim = "\"email\":\"" + email + "\",\"customer_id\":\"id-" + email + "\",\"td_client_id\":\"m-" + email;

        // It reads nothing, writes nothing and counts nothing.
        for (int i = 0; i < 3; i++) {
            Answer answer = page.posts(
                    "public.shop.web_events",
                    "{" + claim + "\",\"event_name\":\"sign_up\",\"first_name\":\"Mallory\"}");
            assertThat(answer.accepted()).isTrue();
            assertThat(answer.body()).doesNotContain("Vera");
            page.posts("public.shop.web_events", "{" + claim + "\",\"event_name\":\"page_view\"}");
        }
        // Nor by the other route, nor with ever more ids of its own.
        page.posts("records.shop.web_events", "{\"events\":[{" + claim + "\"}]}");
        for (int i = 0; i < MORE_IDS_THAN_A_PROFILE_HAS; i++) {
            page.posts("public.shop.web_events", "{" + claim + "-" + i + "\"}");
        }

        assertThat(idsBeside(parts, email)).isEqualTo(ids);
        assertThat(victim.views("shoes").body())
                .contains("Welcome back, Vera!")
                .doesNotContain("free_delivery"); // the third view would bring it
    }

    private static Set<String> idsBeside(Parts parts, String email) throws SQLException {
        var ids = new TreeSet<String>();
        try (var database = parts.database();
                var query = database.prepareStatement("select o.key || '=' || o.value from identity i join identity o"
                        + " on o.profile = i.profile where i.key = 'email' and i.value = ?")) {
            query.setString(1, email);
            var rows = query.executeQuery();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
