package io.p13n.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.contract.RecordId;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Surroundings.class)
class ExplainOverHttpTest {

    private static final String DEFINITION = "/services/2/definition";

    private String table = "";

    @Test
    void eachOfferSaysWhatKeepsItBackAndNothingChanges(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        operator.knows(2, customer(operator, "{\"email\":\"ada@example.com\"}"));
        List<String> before = operator.profiles(2);

        JsonNode answer = explained(operator, admin, "{\"email\":\"Ada@Example.com\",\"path\":\"/\"}");

        assertThat(answer.path("definition_version").asLong()).isEqualTo(1);
        assertThat(answer.at("/profile/ids").toString())
                .isEqualTo("[{\"key\":\"email\",\"value\":\"ada@example.com\"}]");
        assertThat(offer(answer, "regular").toString())
                .isEqualTo("{\"offer\":\"regular\",\"outcome\":\"profile_criteria\",\"failed\":"
                        + "{\"clause\":\"profile.views >= 3\",\"unknown\":false,"
                        + "\"actual\":[{\"path\":\"profile.views\",\"value\":\"2\"}],"
                        + "\"text\":\"profile.views >= 3, was 2\"}}");
        assertThat(offer(answer, "front").path("outcome").asString()).isEqualTo("returned");
        assertThat(offer(answer, "once").path("cap").toString())
                .isEqualTo("{\"used\":1,\"times\":1,\"per\":\"PT24H\"}");
        assertThat(offer(answer, "over").at("/schedule/until").asString()).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(operator.profiles(2)).isEqualTo(before);
    }

    @Test
    void aVersionOfBeforeOrOneToComeCanDecide(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        operator.knows(2, customer(operator, "{\"email\":\"ada@example.com\"}"));
        admin.answer(operator.call("PUT", DEFINITION).sending(shop(operator, 2)));
        String asked = "\"table\":\"" + table + "\",\"event\":{\"email\":\"ada@example.com\"}";

        JsonNode now = json(admin.answer(explain(operator).sending("{" + asked + "}")));
        JsonNode then = json(admin.answer(explain(operator).sending("{" + asked + ",\"version\":1}")));
        JsonNode proposed = json(admin.answer(explain(operator)
                .sending(JsonMapper.shared()
                        .writeValueAsString(Map.of(
                                "table", table,
                                "event", Map.of("email", "ada@example.com"),
                                "definition", shop(operator, 9))))));

        assertThat(offer(now, "regular").path("outcome").asString()).isEqualTo("returned");
        assertThat(offer(then, "regular").path("outcome").asString()).isEqualTo("profile_criteria");
        assertThat(offer(proposed, "regular").at("/failed/text").asString()).isEqualTo("profile.views >= 9, was 2");
        assertThat(proposed.has("definition_version")).isFalse();
    }

    @Test
    void profilesThatWouldMeetAreDecidedAsOne(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        Profile one = customer(operator, "{\"email\":\"ada@example.com\"}");
        Profile other = customer(operator, "{\"customer_id\":\"7\"}");
        operator.knows(2, one);
        operator.knows(2, other);

        JsonNode answer = explained(operator, admin, "{\"email\":\"ada@example.com\",\"customer_id\":7}");

        assertThat(answer.at("/profile/merges").toString())
                .contains(one.id().toString(), other.id().toString());
        assertThat(offer(answer, "regular").path("outcome").asString()).isEqualTo("returned");
    }

    @Test
    void aBrowserReachesOnlyWhatItMayClaim(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        operator.knows(2, customer(operator, "{\"email\":\"ada@example.com\"}"));

        JsonNode answer = json(admin.answer(explain(operator)
                .sending("{\"table\":\"" + table
                        + "\",\"caller\":\"public\",\"event\":{\"email\":\"ada@example.com\",\"client\":\"c1\"}}")));

        assertThat(answer.at("/profile/ids").toString()).isEqualTo("[{\"key\":\"client\",\"value\":\"c1\"}]");
        assertThat(answer.path("profile").has("id")).isFalse();
        assertThat(offer(answer, "rich").path("outcome").asString()).isEqualTo("sensitive");
        assertThat(offer(answer, "regular").at("/failed/text").asString()).isEqualTo("profile.views >= 3, was 1");
    }

    @Test
    void sensitiveValuesAreShownToWhoAsksAndThatIsAudited(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        Profile ada = customer(operator, "{\"email\":\"ada@example.com\"}");
        operator.knows(2, ada);
        operator.imports(2, new Id("email", "ada@example.com"), "income", "12345");
        String asked = "{\"table\":\"" + table + "\",\"event\":{\"email\":\"ada@example.com\"}}";

        JsonNode redacted = json(admin.answer(explain(operator).sending(asked)));
        JsonNode shown = json(admin.answer(
                operator.call("POST", "/services/2/explain?sensitive=true").sending(asked)));

        assertThat(offer(redacted, "rich").at("/failed/text").asString())
                .isEqualTo("profile.income > 20000, was (sensitive)");
        assertThat(offer(shown, "rich").at("/failed/text").asString()).startsWith("profile.income > 20000, was 12345");
        assertThat(admin.body(operator.call("GET", "/audit?limit=1")))
                .contains("explain with sensitive values", "profile " + ada.id())
                .doesNotContain("ada@example.com");
    }

    @Test
    void whatWasDecidedIsToldWithTheValuesOfThen(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        Profile then = customer(operator, "{\"email\":\"ada@example.com\"}");
        UUID uuid = operator.decides(2, table, "{\"email\":\"ada@example.com\",\"path\":\"/\"}", then, "front");
        admin.answer(operator.call("PUT", DEFINITION).sending(shop(operator, 2)));

        JsonNode decision = json(admin.answer(operator.call("GET", "/services/2/decisions/" + uuid)))
                .at("/decisions/0");

        assertThat(decision.path("definition_version").asLong()).isEqualTo(1);
        assertThat(decision.path("profile").asString()).isEqualTo(then.id().toString());
        assertThat(decision.path("returned").toString()).isEqualTo("[\"front\"]");
        assertThat(decision.path("reproduced").asBoolean()).isTrue();
        assertThat(offer(decision, "regular").at("/failed/text").asString()).isEqualTo("profile.views >= 3, was 2");
        assertThat(offer(decision, "once").path("outcome").asString()).isEqualTo("capped");
    }

    @Test
    void aDecisionThatThisReleaseWouldNotMakeIsSaidToBeSo(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        UUID uuid = operator.decides(
                2, table, "{\"email\":\"ada@example.com\"}", Profile.fresh(RecordId.next()), "regular", "once");

        JsonNode decision = json(admin.answer(operator.call("GET", "/services/2/decisions/" + uuid)))
                .at("/decisions/0");

        assertThat(decision.path("reproduced").asBoolean()).isFalse();
        assertThat(decision.path("returned").toString()).isEqualTo("[\"regular\",\"once\"]");
    }

    @Test
    void whatIngestWouldRefuseIsRefused(Operator operator, Admin admin) throws Exception {
        hasAShop(operator, admin);
        assertThat(problem(operator, admin, "{\"table\":\"shop.other\",\"event\":{\"email\":\"a@b\"}}"))
                .contains("is no event table of the service; there are " + table);
        assertThat(problem(operator, admin, "{\"table\":\"" + table + "\",\"event\":{\"email\":\"\"}}"))
                .contains("no usable identifier", "email is empty");
        assertThat(problem(operator, admin, "{\"table\":\"" + table + "\",\"event\":{\"email\":\"a@b\",\"time\":-1}}"))
                .contains("`time` must be");
        assertThat(problem(operator, admin, "{\"table\":\"" + table + "\",\"event\":{\"email\":\"a@b\"},\"at\":1}"))
                .contains("\"path\":\"at\"");
        assertThat(problem(
                        operator,
                        admin,
                        "{\"table\":\"" + table + "\",\"event\":{\"email\":\"a@b\"},\"definition\":\"account: one\"}"))
                .contains("the document is refused", "\"line\":1");
    }

    private void hasAShop(Operator operator, Admin admin) throws Exception {
        table = operator.table("events");
        assertThat(admin.status(operator.call("PUT", DEFINITION).sending(shop(operator, 3))))
                .isEqualTo(200);
    }

    private JsonNode explained(Operator operator, Admin admin, String event) throws Exception {
        return json(admin.answer(explain(operator).sending("{\"table\":\"" + table + "\",\"event\":" + event + "}")));
    }

    private static String problem(Operator operator, Admin admin, String body) throws Exception {
        HttpResponse<String> answer = admin.answer(explain(operator).sending(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        return answer.body();
    }

    private static Call explain(Operator operator) {
        return operator.call("POST", "/services/2/explain");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static JsonNode offer(JsonNode answer, String name) {
        return answer.path("offers")
                .valueStream()
                .filter(each -> each.path("offer").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Who has done one thing. */
    private Profile customer(Operator operator, String event) {
        var accepted = new AcceptedEvent(
                RecordId.next(), Instant.now(), table, Caller.PRIVATE, (Event) EventReader.read(event.getBytes(UTF_8)));
        return compiled(shop(operator, 3))
                .decide(accepted, Profile.fresh(accepted.recordId()), BatchData.NONE)
                .profile();
    }

    private static CompiledService compiled(String document) {
        var definition = (ServiceDefinition) ((Reading.Read) DefinitionReader.read(document)).document();
        return ((Compilation.Compiled) CompiledService.compile(definition)).service();
    }

    private static String shop(Operator operator, int views) {
        return """
                account: %d
                instance: 2
                name: shop
                event_tables: [%s]
                identity:
                  keys: [{name: customer_id}, {name: email, normalize: lowercase}, {name: client, public: true}]
                attributes:
                  - {name: views, kind: counter, on: any}
                  - {name: income, kind: imported, type: number, sensitive: true}
                personalizations:
                  - name: homepage
                    offers:
                      - {name: regular, entry_criteria: {profile: 'profile.views >= %d'}}
                      - {name: front, entry_criteria: {event: 'event.path == "/"'}}
                      - {name: rich, entry_criteria: {profile: 'profile.income > 20000'}}
                      - {name: once, frequency_cap: {times: 1, per: 24h}}
                      - {name: over, schedule: {until: "2020-01-01T00:00:00Z"}}
                """.formatted(operator.number(), operator.table("events"), views);
    }
}
