package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.admin.Surroundings.Parts;
import io.p13n.contract.IdDigests;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.ServiceId;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(Surroundings.class)
class ErasuresTest {

    private static final String ERASURES = "/services/1/erasures";

    private Operator operator;
    private ServiceId service;
    private Customers customers;

    @BeforeEach
    void threeCustomers(Operator operator, Admin admin, Parts parts) throws Exception {
        this.operator = operator;
        this.service = operator.service(1);
        this.customers = new Customers(JdbcClient.create(parts.database()), service);
        admin.answer(
                operator.call("PUT", "/services/1/definition").sending(operator.serviceDocument(1, "shop", "events")));
        List<String> names = List.of("ada", "grace", "edith");
        for (String name : names) {
            customers.known(names.indexOf(name), name + "@example.com");
            customers.event(name + "@example.com", Instant.parse("2026-01-01T10:00:00Z"), "{}");
        }
        operator.finds(service, "t/0/1", "{\"email\":\"ada@example.com\"}");
    }

    @Test
    void aListIsErasedWithAReceiptForEachThatNamesNobody(Admin admin, Topic topic) throws Exception {
        HttpResponse<String> answer = admin.answer(operator.call("POST", ERASURES)
                .sending("{\"ids\":[\"email=ADA@example.com\",\"email=grace@example.com\"]}"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .containsPattern("\"erased\":\\[\\{\"receipt\":\"[0-9a-f-]{36}\",\"before\":\"[^\"]+\","
                        + "\"profiles\":1,\"events\":1,\"dead_letters\":1},\\{\"receipt\":\"[0-9a-f-]{36}\","
                        + "\"before\":\"[^\"]+\",\"profiles\":1,\"events\":1,\"dead_letters\":0}]");
        assertThat(customers.count("profile")).isEqualTo(1);
        assertThat(customers.count("event")).isEqualTo(1);
        assertThat(admin.status(operator.call("GET", "/services/1/profile?id=email=ada@example.com")))
                .isEqualTo(404);
        assertThat(topic.erasuresOf(service))
                .extracting(PublishedErasure::digest)
                .containsExactlyInAnyOrder(digest("ada@example.com"), digest("grace@example.com"));
        assertThat(operator.audit())
                .endsWith(
                        "bootstrap: erase service/" + service + " person " + digest("ada@example.com"),
                        "bootstrap: erase service/" + service + " person " + digest("grace@example.com"))
                .noneMatch(entry -> entry.contains("@example.com"));
    }

    @Test
    void ifOneIsNoIdNobodyIsErased(Admin admin, Topic topic) throws Exception {
        HttpResponse<String> refused = admin.answer(operator.call("POST", ERASURES)
                .sending("{\"ids\":[\"email=ada@example.com\",\"phone=none of ours\"]}"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("\"path\":\"ids[1]\"", "with one of the keys [email]")
                .doesNotContain("none of ours");
        assertThat(customers.count("profile")).isEqualTo(3);
        assertThat(topic.erasuresOf(service)).isEmpty();
    }

    @Test
    void ordersThatAreOutOfFormAreRefused(Admin admin) throws Exception {
        String many = IntStream.range(0, 51).mapToObj(i -> "\"email=a@b\"").collect(Collectors.joining(","));
        for (String order : List.of(
                "", "{}", "{\"ids\":[]}", "{\"ids\":[7]}", "{\"ids\":\"email=a@b\"}", "{\"ids\":[" + many + "]}")) {
            assertThat(admin.status(operator.call("POST", ERASURES).sending(order)))
                    .as(order)
                    .isEqualTo(422);
        }
        assertThat(admin.status(
                        operator.call("POST", "/services/2/erasures").sending("{\"ids\":[\"email=ada@example.com\"]}")))
                .isEqualTo(404);
        assertThat(customers.count("profile")).isEqualTo(3);
    }

    @Test
    void anotherAccountsKeyErasesNobody(Admin admin) throws Exception {
        Call order = operator.call("POST", ERASURES).sending("{\"ids\":[\"email=ada@example.com\"]}");

        assertThat(admin.status(order.withKey(operator.number() + 1, Admin.BOOTSTRAP)))
                .isEqualTo(403);
        assertThat(customers.count("profile")).isEqualTo(3);
    }

    @Test
    void whatAServiceThatHasEndedKnewIsErasedByItsLastDefinition(Admin admin, Topic topic) throws Exception {
        admin.answer(operator.call("DELETE", "/services/1/definition"));

        assertThat(admin.body(operator.call("GET", "/services/1/profile?id=email=ADA@example.com")))
                .contains("\"definition_version\":1,");
        assertThat(admin.body(operator.call("POST", ERASURES).sending("{\"ids\":[\"email=ADA@example.com\"]}")))
                .contains("\"profiles\":1,\"events\":1,\"dead_letters\":1");
        assertThat(topic.erasuresOf(service))
                .extracting(PublishedErasure::digest)
                .containsExactly(digest("ada@example.com"));
    }

    @Test
    void withoutASecretNobodyCanBeErasedForGood() throws Exception {
        try (Admin unprepared = operator.starts("p13n.erasure.secret=")) {
            HttpResponse<String> refused =
                    unprepared.answer(operator.call("POST", ERASURES).sending("{\"ids\":[\"email=ada@example.com\"]}"));

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("p13n.erasure.secret is not set");
        }
        assertThat(customers.count("profile")).isEqualTo(3);
    }

    private String digest(String email) {
        return IdDigests.under(Admin.ERASURE_SECRET).of(service, "email", email);
    }
}
