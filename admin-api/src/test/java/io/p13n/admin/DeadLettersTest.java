package io.p13n.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Surroundings.class)
class DeadLettersTest {

    private static final String LETTERS = "/services/1/dead-letters";

    private Operator operator;
    private ServiceId service;

    @BeforeEach
    void threeLettersOfWhichOneIsSettled(Operator operator, Admin admin) throws Exception {
        this.operator = operator;
        this.service = operator.service(1);
        admin.answer(
                operator.call("PUT", "/services/1/definition").sending(operator.serviceDocument(1, "shop", "events")));
        operator.finds(service, "t/0/1", "{\"email\":\"ada@example.com\"}");
        operator.finds(service, "t/0/2", "{\"email\":\"grace@example.com\"}");
        operator.findsClosed(service, "t/0/3", "{}");
    }

    @Test
    void openOnesAreListedInPagesTheNewestFirstWithoutTheirEvents(Admin admin) throws Exception {
        String first = admin.body(operator.call("GET", LETTERS + "?limit=1"));
        String second = admin.body(operator.call("GET", LETTERS + "?limit=1&before=1"));

        assertThat(first)
                .contains("\"origin\":\"t/0/2\"", "\"reason\":\"a reason\"", "\"bytes\":29", "\"next\":1")
                .doesNotContain("t/0/1", "grace");
        assertThat(second).contains("\"origin\":\"t/0/1\"").doesNotContain("\"next\"");
        assertThat(admin.body(operator.call("GET", LETTERS))).doesNotContain("t/0/3", "next");
        assertThat(admin.status(operator.call("GET", LETTERS + "?limit=201"))).isEqualTo(422);
        assertThat(admin.body(operator.call("GET", "/services/2/dead-letters"))).isEqualTo("{\"letters\":[]}");
    }

    @Test
    void oneIsReadWholeAndTheAuditTellsByWhom(Admin admin) throws Exception {
        assertThat(admin.body(operator.call("GET", LETTERS + "/t/0/1")))
                .contains("\"body\":\"{\\\"email\\\":\\\"ada@example.com\\\"}\"")
                .contains("\"table\":\"shop.events\"", "\"caller\":\"PUBLIC\"", "\"definition\":\"0x0000000000000001\"")
                .contains("\"accepted_at\":\"2026-01-01T10:00:00Z\"", "\"token\":\"site\"");

        assertThat(operator.audit()).endsWith("bootstrap: read service/" + service + " dead letter t/0/1");
        assertThat(admin.status(operator.call("GET", LETTERS + "/t/0/3"))).isEqualTo(404);
    }

    @Test
    void whatIsNoEventIsReadToo(Admin admin, Topic topic) throws Exception {
        var failed = new ConsumerRecord<>("t", 0, 0, new byte[0], new byte[] {(byte) 0xff, 0});
        topic.takes(DeadLetterRecord.about(failed, Topics.deadLetters(service), "t/0/1", "another reason"));

        assertThat(admin.body(operator.call("GET", LETTERS + "/t/0/1")))
                .contains("\"reason\":\"another reason\"", "\"body\":\"0xff00\"")
                .doesNotContain("accepted");
    }

    @Test
    void oneOrAllAreDrivenAgain(Admin admin, Topic topic) throws Exception {
        assertThat(admin.body(operator.call("POST", LETTERS + "/t/0/2/redrive")))
                .isEqualTo("{\"redriven\":1}");
        assertThat(admin.body(operator.call("POST", LETTERS + "/redrive"))).isEqualTo("{\"redriven\":2}");
        assertThat(admin.status(operator.call("POST", LETTERS + "/t/0/3/redrive")))
                .isEqualTo(404);

        assertThat(events(topic)).containsExactlyInAnyOrder("t/0/2 grace", "t/0/1 ada", "t/0/2 grace");
        assertThat(operator.audit())
                .endsWith(
                        "bootstrap: redrive service/" + service + " dead letter t/0/2",
                        "bootstrap: redrive service/" + service + " 2 dead letters");
    }

    @Test
    void aDiscardedOneIsGone(Admin admin, Topic topic) throws Exception {
        assertThat(admin.body(operator.call("DELETE", LETTERS + "/t/0/1"))).isEqualTo("{\"discarded\":1}");

        assertThat(admin.status(operator.call("DELETE", LETTERS + "/t/0/1"))).isEqualTo(404);
        assertThat(admin.body(operator.call("GET", LETTERS))).doesNotContain("t/0/1");
        assertThat(topic.recordsIn(Topics.deadLetters(service))).last().satisfies(last -> {
            assertThat(last.key()).asString(UTF_8).isEqualTo("t/0/1");
            assertThat(last.value()).isNull();
        });
        assertThat(operator.audit()).endsWith("bootstrap: discard service/" + service + " dead letter t/0/1");
    }

    @Test
    void anotherAccountsKeySeesAndChangesNothing(Admin admin) throws Exception {
        for (Call call : List.of(
                operator.call("GET", LETTERS),
                operator.call("GET", LETTERS + "/t/0/1"),
                operator.call("POST", LETTERS + "/redrive"),
                operator.call("DELETE", LETTERS + "/t/0/1"))) {
            assertThat(admin.status(call.withKey(operator.number() + 1, Admin.BOOTSTRAP)))
                    .isEqualTo(403);
        }

        assertThat(admin.body(operator.call("GET", LETTERS))).contains("t/0/1", "t/0/2");
    }

    private List<String> events(Topic topic) {
        return topic.recordsIn(Topics.events(service)).stream()
                .map(again -> DeadLetterRecord.originIn(again.headers())
                        + (new String(again.value(), UTF_8).contains("ada") ? " ada" : " grace"))
                .toList();
    }
}
