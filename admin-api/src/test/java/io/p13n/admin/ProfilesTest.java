package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.admin.Surroundings.Parts;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.AttributeStates;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.ExposureState;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.ListEntry;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.Moment;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.SingleState;
import io.p13n.offer.profile.Windows;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator gets to know of one customer. */
@ExtendWith(Surroundings.class)
class ProfilesTest {

    private static final String PROFILE = "/services/1/profile";
    private static final String ADA = "?id=email=ADA@example.com";
    private static final Instant TEN = Instant.parse("2026-01-01T10:00:00Z");
    private static final String SERVICE = """
            account: %d
            instance: 1
            name: shop
            event_tables: [%s]
            identity:
              keys:
                - {name: email, normalize: lowercase}
                - {name: cookie, public: true}
            attributes:
              - {name: first_name, kind: single, on: any, column: first_name, type: string}
              - {name: income, kind: single, on: any, column: salary, type: number, sensitive: true}
              - {name: views, kind: counter, on: any, window: 24h, sub_windows: {last_hour: 1h}}
              - {name: cart, kind: list, on: any, id: product_id, fields: [price], aggregates: {total: {sum: price}}}
              - {name: loyalty, kind: imported, type: string}
            personalizations:
              - name: homepage
                offers:
                  - {name: welcome, payload: {attributes: {seen: {attribute: views}}}}
            """;

    private Operator operator;
    private Customers customers;

    @BeforeEach
    void adaIsACustomer(Operator operator, Admin admin, Parts parts) throws Exception {
        this.operator = operator;
        this.customers = new Customers(JdbcClient.create(parts.database()), operator.service(1));
        admin.answer(operator.call("PUT", "/services/1/definition")
                .sending(SERVICE.formatted(operator.number(), operator.table("events"))));
        customers.known(ada());
        customers.merged(Customers.record(1), Customers.record(2));
        customers.merged(Customers.record(2), Customers.record(3));
        customers.segment("ada@example.com", "1588214");
        customers.imported("ada@example.com", "loyalty", "\"high\"");
        customers.event("ada@example.com", TEN, "{\"email\": \"ADA@example.com\", \"salary\": 1.5e2}");
        customers.event(
                "ada@example.com", TEN.plusSeconds(1), "{\"attributes\":{\"salary\":\"120.5\"},\"price\":1.50}");
        customers.event("grace@example.com", TEN, "{}");
    }

    private static Profile ada() {
        var moment = new Moment(TEN, TEN, Customers.record(1));
        Windows windows = Windows.of(Set.of(Duration.ofHours(24), Duration.ofHours(1)));
        var states = Map.<String, AttributeState>of(
                "first_name",
                new SingleState("Ada", moment),
                "income",
                new SingleState(120.5, moment),
                "old_income",
                new SingleState(110.5, moment),
                "views",
                CounterState.apply(
                        CounterState.apply(
                                null, windows, 2_000_000, Instant.now().minus(Duration.ofHours(12))),
                        windows,
                        1_000_000,
                        Instant.now()),
                "cart",
                new ListState(null, List.of(new ListEntry("p1", moment, Map.of("price", 3.5)))),
                ExposureState.name("welcome"),
                new ExposureState(List.of(TEN.toEpochMilli())));
        var ids = List.of(
                new LinkedId(new Id("email", "ada@example.com"), Customers.record(1), true),
                new LinkedId(new Id("cookie", "c1"), Customers.record(2), false));
        return new Profile(Customers.record(1), ids, TEN, TEN, AttributeStates.of(states));
    }

    @Test
    void aLookUpByAnyIdTellsWhatDecisionsKnow(Admin admin) throws Exception {
        JsonNode found = found(admin, PROFILE + ADA);

        assertThat(found.at("/profile").asString())
                .isEqualTo(Customers.record(1).toString());
        assertThat(found.at("/definition_version").asInt()).isEqualTo(1);
        assertThat(found.at("/last_seen").asString()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(found.at("/ids").toString())
                .isEqualTo("[{\"key\":\"email\",\"value\":\"ada@example.com\",\"proven\":true,"
                        + "\"since\":\"2026-01-01T00:00:00Z\"},{\"key\":\"cookie\",\"value\":\"c1\","
                        + "\"proven\":false,\"since\":\"2026-01-01T00:00:00Z\"}]");
        assertThat(found.at("/attributes/first_name").toString())
                .isEqualTo("{\"kind\":\"single\",\"sensitive\":false,\"redacted\":false,"
                        + "\"values\":{\"first_name\":\"Ada\"},\"time\":\"2026-01-01T10:00:00Z\"}");
        assertThat(found.at("/attributes/views/values").toString()).isEqualTo("{\"views\":3,\"views_last_hour\":1}");
        assertThat(found.at("/attributes/cart/values").toString()).isEqualTo("{\"cart_total\":3.5}");
        assertThat(found.at("/attributes/cart/rows").toString())
                .isEqualTo("[{\"id\":\"p1\",\"time\":\"2026-01-01T10:00:00Z\",\"fields\":{\"price\":3.5}}]");
        assertThat(found.at("/attributes/loyalty/values/loyalty").asString()).isEqualTo("high");
        assertThat(found.at("/segments").toString()).isEqualTo("[\"1588214\"]");
        assertThat(found.at("/returned").toString()).isEqualTo("{\"welcome\":[\"2026-01-01T10:00:00Z\"]}");
        assertThat(found.at("/changes").size()).isEqualTo(2);
        assertThat(found(admin, PROFILE + "?id=cookie=c1").at("/profile")).isEqualTo(found.at("/profile"));
    }

    @Test
    void recentEventsAreBoundedAndTheNewestFirst(Admin admin) throws Exception {
        assertThat(found(admin, PROFILE + ADA).at("/events").size()).isEqualTo(2);
        assertThat(found(admin, PROFILE + ADA + "&limit=1").at("/events"))
                .singleElement()
                .satisfies(newest ->
                        assertThat(newest.at("/accepted_at").asString()).isEqualTo("2026-01-01T10:00:01Z"));
        assertThat(admin.status(operator.call("GET", PROFILE + ADA + "&limit=201")))
                .isEqualTo(422);
    }

    @Test
    void whatIsSensitiveIsLeftOutUnlessAskedForAndThenAudited(Admin admin) throws Exception {
        String redacted = admin.body(operator.call("GET", PROFILE + ADA));
        assertThat(redacted)
                .contains("\"income\":{\"kind\":\"single\",\"sensitive\":true,\"redacted\":true,\"values\":{}}")
                .contains("\"old_income\":{\"kind\":\"single\",\"sensitive\":true,\"redacted\":true")
                .contains("\"body\":{\"attributes\":{\"salary\":\"(redacted)\"},\"price\":1.50}")
                .doesNotContain("120.5", "110.5", "1.5e2"); // no digits of a time, as it may have 120
        assertThat(operator.audit()).noneMatch(entry -> entry.contains("profile"));

        String whole = admin.body(operator.call("GET", PROFILE + ADA + "&sensitive=true"));
        assertThat(whole)
                .contains("\"income\":120.5", "\"old_income\":110.5", "\"salary\": 1.5e2", "{\"salary\":\"120.5\"}")
                .doesNotContain("redacted)");
        assertThat(operator.audit())
                .endsWith("bootstrap: read service/" + operator.service(1) + " profile " + Customers.record(1)
                        + " with sensitive values");
        assertThat(admin.status(operator.call("GET", PROFILE + ADA + "&sensitive=yes")))
                .isEqualTo(422);
    }

    @Test
    void anExportHasAllEventsAndIsAudited(Admin admin) throws Exception {
        for (int i = 0; i < 300; i++) {
            customers.event("ada@example.com", TEN.plusSeconds(2 + i), "{\"n\":" + i + "}");
        }

        JsonNode exported = found(admin, PROFILE + "/export" + ADA + "&sensitive=true");

        assertThat(exported.at("/events").size()).isEqualTo(302);
        assertThat(exported.at("/events/0/body/n").asInt()).isEqualTo(299);
        assertThat(exported.at("/changes").size()).isEqualTo(2);
        assertThat(exported.at("/attributes/income/values/income").asDouble()).isEqualTo(120.5);
        assertThat(operator.audit())
                .endsWith("bootstrap: export service/" + operator.service(1) + " profile " + Customers.record(1)
                        + " with sensitive values");
    }

    @Test
    void whoIsNotKnownIsNotFoundAndWhatIsNoIdIsRefused(Admin admin) throws Exception {
        assertThat(admin.status(operator.call("GET", PROFILE + "?id=email=nobody@example.com")))
                .isEqualTo(404);
        assertThat(admin.status(operator.call("GET", "/services/2/profile" + ADA)))
                .isEqualTo(404);
        for (String id : List.of("", "?id=zoe", "?id=e_mail=zoe@example.com", "?id=email=")) {
            HttpResponse<String> refused = admin.answer(operator.call("GET", PROFILE + id));
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body())
                    .contains("\"path\":\"id\"", "with one of the keys [email, cookie]")
                    .doesNotContain("zoe"); // no hexadecimal digits, as request ids have them
        }
    }

    @Test
    void anotherAccountsKeySeesNothing(Admin admin) throws Exception {
        for (String path : List.of(PROFILE + ADA, PROFILE + "/export" + ADA)) {
            HttpResponse<String> refused =
                    admin.answer(operator.call("GET", path).withKey(operator.number() + 1, Admin.BOOTSTRAP));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).doesNotContain("Ada");
        }
    }

    private JsonNode found(Admin admin, String path) throws Exception {
        HttpResponse<String> answer = admin.answer(operator.call("GET", path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
