package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.Topics;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Surroundings.class)
class DefinitionsOverHttpTest {

    private static final String WEB = "/services/2/definition";

    @Test
    void whatIsAppliedIsPublishedWhenItIsAnswered(Operator operator, Admin admin, Topic topic) throws Exception {
        String web = operator.serviceDocument(2, "web", "events");

        HttpResponse<String> answer = admin.answer(operator.call("PUT", WEB).sending(web));

        assertThat(answer.body()).isEqualTo("{\"version\":1,\"changed\":true,\"published\":true,\"warnings\":[]}");
        assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .containsExactly(new PublishedDefinition(operator.definitionOf(2), 1, false, web));
        assertThat(topic.partitionsOf(Topics.events(operator.service(2)))).isEqualTo(12);
        assertThat(admin.body(operator.call("GET", WEB))).isEqualTo(web);
        assertThat(admin.body(operator.call("GET", "/services")))
                .isEqualTo("{\"services\":[{\"instance\":2,\"version\":1}]}");
    }

    @Test
    void theSameContentMakesNoVersion(Operator operator, Admin admin) throws Exception {
        Call apply = operator.call("PUT", WEB).sending(operator.serviceDocument(2, "web", "events"));
        admin.answer(apply);

        assertThat(admin.body(apply)).startsWith("{\"version\":1,\"changed\":false,");
        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L);
    }

    @Test
    void aJsonDocumentIsKeptAsSent(Operator operator, Admin admin) throws Exception {
        String json =
                "{\"account\":%d,\"instance\":2,\"name\":\"web\",\"event_tables\":[\"%s\"],\"identity\":{\"keys\":[{\"name\":\"email\"}]}}"
                        .formatted(operator.number(), operator.table("events"));

        admin.answer(operator.call("PUT", WEB).sending(json));

        assertThat(admin.body(operator.call("GET", WEB))).isEqualTo(json);
    }

    @Test
    void validatingTellsEverythingAndChangesNothing(Operator operator, Admin admin) throws Exception {
        String wrong = operator.serviceDocument(2, "web", "events").replace("profile.views", "profile.vews");

        assertThat(admin.body(operator.call("POST", WEB + "/validate").sending(wrong)))
                .startsWith("{\"valid\":false,\"problems\":[{\"path\":"
                        + "\"personalizations[0].offers[0].entry_criteria.profile:1:9\",\"line\":14,\"column\":35,")
                .contains("vews");
        assertThat(admin.body(
                        operator.call("POST", WEB + "/validate").sending(operator.serviceDocument(2, "web", "events"))))
                .isEqualTo("{\"valid\":true,\"problems\":[],\"warnings\":[]}");
        assertThat(operator.versionsKept(operator.definitionOf(2))).isEmpty();
    }

    @Test
    void aWrongDocumentIsRefusedWithItsPlaces(Operator operator, Admin admin) throws Exception {
        String wrong = operator.serviceDocument(2, "web", "events").replace("kind: counter", "kind: conter");

        HttpResponse<String> answer =
                admin.answer(operator.call("PUT", WEB).sending(wrong).with("X-Request-Id", "mine-1"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"type\":\"urn:p13n:problem:invalid\"")
                .contains("\"path\":\"attributes[0].kind\",\"line\":9,", "\"request_id\":\"mine-1\"");
        assertThat(operator.versionsKept(operator.definitionOf(2))).isEmpty();
    }

    @Test
    void examplesThatDoNotComeTrueRefuseTheDocument(Operator operator, Admin admin) throws Exception {
        String document = operator.serviceDocument(2, "web", "events") + """
                examples:
                  - name: the first visit is welcomed
                    events: [{body: {email: ada@example.com}}]
                    expect: [welcome]
                  - name: the third is not
                    profile: {views: 2}
                    events: [{body: {email: ada@example.com}}]
                    expect: []
                """;

        HttpResponse<String> answer = admin.answer(operator.call("PUT", WEB).sending(document));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "\"path\":\"examples[0]\",",
                        "example `the first visit is welcomed`: `welcome` does not come: PROFILE_CRITERIA, needs"
                                + " profile.views >= 3, was 1\"",
                        "\"path\":\"examples[1]\",",
                        "example `the third is not`: `welcome` comes, unexpected\"");
        assertThat(operator.versionsKept(operator.definitionOf(2))).isEmpty();
    }

    @Test
    void aDocumentOfAnotherServiceIsRefused(Operator operator, Admin admin) throws Exception {
        HttpResponse<String> answer =
                admin.answer(operator.call("PUT", WEB).sending(operator.serviceDocument(3, "web", "events")));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("is of " + operator.definitionOf(3) + ", but was sent to " + operator.definitionOf(2));
    }

    @Test
    void aTableThatBelongsToAnotherServiceIsAConflict(Operator operator, Admin admin) throws Exception {
        admin.answer(operator.call("PUT", WEB).sending(operator.serviceDocument(2, "web", "events")));

        HttpResponse<String> answer = admin.answer(
                operator.call("PUT", "/services/3/definition").sending(operator.serviceDocument(3, "app", "events")));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("\"path\":\"event_tables[0]\"", "belongs to " + operator.definitionOf(2));
    }

    @Test
    void onlyWhoKnowsTheVersionThatStandsCanFollowIt(Operator operator, Admin admin) throws Exception {
        admin.answer(operator.call("PUT", WEB).sending(operator.serviceDocument(2, "one", "events")));
        Call second = operator.call("PUT", WEB).sending(operator.serviceDocument(2, "two", "events"));
        Call third = operator.call("PUT", WEB).sending(operator.serviceDocument(2, "three", "events"));

        assertThat(admin.status(second.with("If-Match", "\"1\""))).isEqualTo(200);
        HttpResponse<String> late = admin.answer(third.with("If-Match", "\"1\""));

        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("If-Match says version 1, but version 2 stands");
        assertThat(admin.status(third.with("If-Match", "one"))).isEqualTo(422);
        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L, 2L);
    }

    @Test
    void theDiffShowsWhatWouldChange(Operator operator, Admin admin) throws Exception {
        String web = operator.serviceDocument(2, "web", "events");
        admin.answer(operator.call("PUT", WEB).sending(web));
        Call diff = operator.call("POST", WEB + "/diff");

        assertThat(admin.body(diff.sending(web))).isEmpty();
        assertThat(admin.body(diff.sending(web.replace("views >= 3", "views >= 5"))))
                .startsWith("--- " + operator.definitionOf(2) + " version 1\n+++ " + operator.definitionOf(2)
                        + " version 2\n@@ -11,5 +11,5 @@\n")
                .contains("""
                        -        entry_criteria: {profile: 'profile.views >= 3'}
                        +        entry_criteria: {profile: 'profile.views >= 5'}
                        """);
    }

    @Test
    void aRollbackIsANewVersionThatAStartDoesNotUndo(Operator operator, Admin admin, Topic topic) throws Exception {
        String good = operator.serviceDocument(2, "good", "events");
        operator.writes("web.yaml", good);
        operator.startsAndStops();
        operator.writes("web.yaml", operator.serviceDocument(2, "bad", "events"));
        operator.startsAndStops();

        assertThat(admin.body(operator.call("POST", WEB + "/versions/1/restore")))
                .startsWith("{\"version\":3,");
        operator.startsAndStops();

        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .endsWith(new PublishedDefinition(operator.definitionOf(2), 3, false, good));
        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L, 2L, 3L);
        assertThat(admin.body(operator.call("GET", WEB + "/versions?limit=2")))
                .matches("\\{\"versions\":\\[\\{\"version\":3,\"deleted\":false,\"applied_by\":\"key: bootstrap\",.*"
                        + "\\{\"version\":2,.*\"applied_by\":\"folder: .*web.yaml\".*],\"next\":2}");
        assertThat(admin.body(operator.call("GET", WEB + "/versions?before=2")))
                .contains("\"version\":1,")
                .doesNotContain("next");
        assertThat(admin.body(operator.call("GET", WEB + "/versions/1"))).isEqualTo(good);
    }

    @Test
    void aDeletedServiceIsMarkedSoAndCanBeRestored(Operator operator, Admin admin, Topic topic) throws Exception {
        String web = operator.serviceDocument(2, "web", "events");
        admin.answer(operator.call("PUT", WEB).sending(web));

        assertThat(admin.status(operator.call("DELETE", WEB))).isEqualTo(200);

        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .endsWith(new PublishedDefinition(operator.definitionOf(2), 2, true, web));
        assertThat(admin.status(operator.call("GET", WEB))).isEqualTo(404);
        assertThat(admin.status(operator.call("DELETE", WEB))).isEqualTo(404);
        assertThat(admin.status(operator.call("POST", WEB + "/versions/2/restore")))
                .isEqualTo(404);
        assertThat(admin.body(operator.call("POST", WEB + "/versions/1/restore")))
                .startsWith("{\"version\":3,");
        assertThat(topic.tellsOf(operator.definitionOf(2)))
                .endsWith(new PublishedDefinition(operator.definitionOf(2), 3, false, web));
    }

    @Test
    void anAttributeThatWasTakenOutComesBackOnlyAsItWas(Operator operator, Admin admin) throws Exception {
        String web = operator.serviceDocument(2, "web", "events");
        String without = web.replace("views", "visits") + "# views\n";
        admin.answer(operator.call("PUT", WEB).sending(without));
        for (int version = 2; version <= 20; version++) {
            operator.keepsByHand(operator.definitionOf(2), version, version == 11 ? web : without);
        }

        HttpResponse<String> otherwise = admin.answer(operator.call("PUT", WEB)
                .sending(web.replace("kind: counter, on: any", "kind: single, on: any, column: views, type: number")));

        assertThat(otherwise.statusCode()).as(otherwise.body()).isEqualTo(422);
        assertThat(otherwise.body())
                .contains("\"path\":\"attributes[0].name\"", "is a counter without window in version 11")
                .contains("use a new name");
        assertThat(admin.body(operator.call("PUT", WEB).sending(web))).startsWith("{\"version\":21,");
    }

    @Test
    void aNameIsFoundHoweverItIsWritten(Operator operator, Admin admin) throws Exception {
        String web = operator.serviceDocument(2, "web", "events");
        admin.answer(operator.call("PUT", WEB).sending(web.replace("{name: views,", "{name: \"v\\x69ews\",")));
        admin.answer(operator.call("PUT", WEB).sending(web.replace("views", "visits")));

        HttpResponse<String> otherwise = admin.answer(operator.call("PUT", WEB)
                .sending(web.replace("kind: counter, on: any", "kind: counter, window: 1h, on: any")));

        assertThat(otherwise.statusCode()).as(otherwise.body()).isEqualTo(422);
        assertThat(otherwise.body()).contains("is a counter without window in version 1");
    }

    @Test
    void aServiceThatWasDeletedComesBackOnlyWithTheIdsThatItKnows(Operator operator, Admin admin) throws Exception {
        String web = operator.serviceDocument(2, "web", "events");
        admin.answer(operator.call("PUT", WEB).sending(web));
        admin.answer(
                operator.call("PUT", WEB).sending(web.replace("{name: email, normalize: lowercase}", "{name: phone}")));
        admin.answer(operator.call("DELETE", WEB));

        HttpResponse<String> otherwise =
                admin.answer(operator.call("PUT", WEB).sending(web.replace(", normalize: lowercase", "")));

        assertThat(otherwise.statusCode()).as(otherwise.body()).isEqualTo(422);
        assertThat(otherwise.body())
                .contains("\"path\":\"identity.keys[0].name\"", "`normalize` of `email` is lowercase in version 1");
        assertThat(admin.body(operator.call("POST", WEB + "/versions/1/restore")))
                .startsWith("{\"version\":4,");
    }

    @Test
    void racingAppliesThroughTwoReplicasLeaveTheVersionsInOrder(Operator operator, Admin admin, Topic topic)
            throws Exception {
        try (Admin other = operator.starts()) {
            CompletableFuture.allOf(IntStream.range(0, 8)
                            .mapToObj(i -> CompletableFuture.runAsync(() -> applies(
                                    i % 2 == 0 ? admin : other,
                                    operator.call("PUT", WEB)
                                            .sending(operator.serviceDocument(2, "web" + i, "events")))))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        List<Long> records = topic.recordsOf(operator.definitionOf(2));
        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(records).isSorted().endsWith(8L);
    }

    private static void applies(Admin admin, Call call) {
        try {
            assertThat(admin.body(call)).contains("\"published\":true");
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aVersionThatWasKeptButNotPublishedIsPublishedLater(Operator operator, Admin admin, Topic topic)
            throws Exception {
        String kept = operator.serviceDocument(2, "kept", "events");
        admin.answer(operator.call("PUT", WEB).sending(operator.serviceDocument(2, "web", "events")));

        operator.keepsByHand(operator.definitionOf(2), 2, kept);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(topic.tellsOf(operator.definitionOf(2)))
                        .endsWith(new PublishedDefinition(operator.definitionOf(2), 2, false, kept)));
    }

    @Test
    void whatTheTopicAloneHoldsIsAdoptedBeforeTheNextVersion(Operator operator, Admin admin, Topic topic)
            throws Exception {
        topic.holds(new PublishedDefinition(
                operator.definitionOf(2), 7, false, operator.serviceDocument(2, "lost", "events")));

        admin.answer(operator.call("PUT", WEB).sending(operator.serviceDocument(2, "web", "events")));

        assertThat(operator.versionsKept(operator.definitionOf(2))).containsExactly(7L, 8L);
    }

    @Test
    void eachChangeIsInTheAudit(Operator operator, Admin admin) throws Exception {
        admin.answer(operator.call("PUT", WEB)
                .sending(operator.serviceDocument(2, "web", "events"))
                .with("X-Request-Id", "request-1"));
        admin.answer(operator.call("DELETE", WEB));

        String audit = admin.body(operator.call("GET", "/audit?limit=1"));

        assertThat(audit)
                .contains("\"who\":\"bootstrap\",\"action\":\"delete\",\"subject\":\"" + operator.definitionOf(2)
                        + " version 2\",\"address\":\"127.0.0.1\"");
        String next = audit.replaceAll(".*\"next\":(\\d+)}", "$1");
        assertThat(admin.body(operator.call("GET", "/audit?before=" + next)))
                .contains("\"action\":\"apply\"", "\"request_id\":\"request-1\"")
                .doesNotContain("next");
        assertThat(admin.status(operator.call("GET", "/audit?limit=201"))).isEqualTo(422);
    }

    @Test
    void requestsAreCountedByRouteAndOutcome(Operator operator, Admin admin) throws Exception {
        admin.answer(operator.call("GET", WEB));

        assertThat(Call.of("GET", "/actuator/prometheus")
                        .send(admin.managementPort())
                        .body())
                .containsPattern("http_server_requests_seconds_count\\{.*outcome=\"CLIENT_ERROR\",status=\"404\","
                        + "uri=\"/accounts/\\{account.*}/services/\\{instance.*}/definition\"");
    }
}
