package io.p13n.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.admin.Surroundings.Parts;
import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.IdDigests;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an operator can order beside a running installation: to drive dead letters again, and to erase a person. */
@ExtendWith(Surroundings.class)
class AdminCommandTest {

    private static final String SECRET = "s".repeat(32);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Operator operator;
    private Topic topic;
    private Parts parts;
    private ServiceId service;
    private JdbcClient database;

    @BeforeEach
    void defineAService(Operator operator, Parts parts) {
        this.topic = new Topic(parts.broker());
        this.operator = operator;
        this.parts = parts;
        this.service = operator.service(1);
        this.database = JdbcClient.create(parts.database());
        operator.writes("account.yaml", operator.accountDocument(1));
        operator.writes("service.yaml", operator.serviceDocument(1, "shop", "events"));
        operator.startsAndStops();
    }

    @Test
    void openLettersAreDrivenAgainAsTheyWereAndOthersAreNot() throws Exception {
        operator.finds(service, "t/0/1", "{\"email\":\"ada@example.com\"}");
        operator.finds(service, "t/0/2", "{\"email\":\"grace@example.com\"}");
        operator.findsClosed(service, "t/0/3", "{\"email\":\"closed@example.com\"}");

        assertThat(order("letters", service.toString())).isZero();
        assertThat(said()).contains("t/0/1  a reason").contains("t/0/2").doesNotContain("t/0/3");
        assertThat(order("redrive", service.toString(), "t/0/2")).isZero();
        assertThat(said()).contains("driven again: 1");

        assertThat(operator.audit())
                .endsWith(
                        "command: list service/" + service + " dead letters",
                        "command: redrive service/" + service + " dead letter t/0/2");
        assertThat(topic.recordsIn(Topics.events(service))).singleElement().satisfies(again -> {
            assertThat(DeadLetterRecord.originIn(again.headers())).isEqualTo("t/0/2");
            assertThat(again.value()).asString(UTF_8).contains("grace");
            assertThat(again.key()).asString(UTF_8).isEqualTo("the key");
            assertThat(again.headers().lastHeader("correlation")).isNull();
            assertThat(again.headers().lastHeader("table").value())
                    .asString(UTF_8)
                    .isEqualTo("shop.events");
        });
    }

    @Test
    void aDiscardedLetterIsGone() throws Exception {
        operator.finds(service, "t/0/1", "{}");

        assertThat(order("discard", service.toString(), "t/0/1")).isZero();
        assertThat(order("redrive", service.toString())).isZero();

        assertThat(said()).contains("discarded: 1").contains("driven again: 0");
        assertThat(operator.audit()).endsWith("command: discard service/" + service + " dead letter t/0/1");
        assertThat(topic.recordsIn(Topics.deadLetters(service)))
                .last()
                .extracting(ConsumerRecord::value)
                .isNull();
    }

    @Test
    void aPersonIsErasedEverywhereWithAllIdsAndNobodyElse() throws Exception {
        profile("11111111-1111-7111-8111-111111111111", "ada@example.com");
        profile("22222222-2222-7222-8222-222222222222", "grace@example.com");
        event("ada@example.com", "2026-01-01T10:00:00Z");
        event("grace@example.com", "2026-01-01T11:00:00Z");
        operator.finds(service, "t/0/1", "{\"email\":\"ADA@example.com\"}");
        operator.finds(service, "t/0/2", "no event, but of Ada@Example.com");
        operator.finds(service, "t/0/3", "{\"email\":\"grace@example.com\"}");

        assertThat(order("erase", service.toString(), "email=ada@example.com")).isZero();

        assertThat(said()).contains("Erased[receipt=").contains("profiles=1, events=1, deadLetters=2");
        assertThat(said()).doesNotContain("ada@example.com");
        assertThat(count("profile")).isEqualTo(1);
        assertThat(count("event")).isEqualTo(1);
        assertThat(count("dead_letter")).isEqualTo(1);
        assertThat(count("identity_change")).isEqualTo(1);
        assertThat(count("batch_segment")).isEqualTo(1);
        assertThat(database.sql("select digests[1] from erasure where account = ?")
                        .param(service.account())
                        .query(String.class)
                        .single())
                .isEqualTo(IdDigests.under(SECRET).of(service, "email", "ada@example.com"));
        assertThat(topic.erasuresOf(service))
                .extracting(PublishedErasure::digest)
                .containsExactly(IdDigests.under(SECRET).of(service, "email", "ada@example.com"));
    }

    @Test
    void whatCanNotBeDoneIsSaidAndNothingIsDone() throws Exception {
        assertThat(order("erase", service.toString(), "e_mail=ada@example.com")).isEqualTo(1);
        assertThat(said()).contains("these are not all ids of service " + service + ": [e_mail]");
        assertThat(order("erase", operator.service(7).toString(), "email=a@b")).isEqualTo(1);
        assertThat(said()).contains("there is no service " + operator.service(7));
        assertThat(orderWithout("", "erase", service.toString(), "email=ada@example.com"))
                .isEqualTo(1);
        assertThat(said()).contains("p13n.erasure.secret is not set");
        assertThat(order("erase", service.toString())).isEqualTo(2);
        assertThat(order("redrive", "everything")).isEqualTo(2);
        assertThat(topic.erasuresOf(service)).isEmpty();
    }

    private int order(String... order) {
        return orderWithout(SECRET, order);
    }

    private int orderWithout(String secret, String... order) {
        try (var application = AdminCommand.start(
                "--p13n.erasure.secret=" + secret,
                "--spring.kafka.bootstrap-servers=" + parts.broker().bootstrapServers(),
                "--spring.r2dbc.url=" + parts.r2dbcUrl("postgres"),
                "--spring.r2dbc.username=postgres")) {
            return new AdminCommand(application, new PrintStream(said, true, UTF_8)).run(List.of(order));
        }
    }

    private String said() {
        return said.toString(UTF_8);
    }

    private void profile(String id, String email) {
        database.sql("insert into profile values (?, 1, ?::uuid, 1, '{}')")
                .params(service.account(), id)
                .update();
        database.sql("insert into identity values (?, 1, 'email', ?, ?::uuid, ?::uuid, true)")
                .params(service.account(), email, id, id)
                .update();
        database.sql("""
                        insert into identity_change (account, instance, profile, change, merged, record_id, at)
                        values (?, 1, ?::uuid, 'merged', gen_random_uuid(), gen_random_uuid(), now())
                        """).params(service.account(), id).update();
        database.sql("""
                        insert into batch_segment (account, instance, identity_key, identity_value, segment)
                        values (?, 1, 'email', ?, '7')
                        """).params(service.account(), email).update();
    }

    private void event(String email, String at) {
        database.sql("select make_day('event', '2026-01-01')").query().listOfRows();
        database.sql("insert into event values (?::timestamptz, ?, 1, 'shop', 'events', ?::timestamptz,"
                        + " gen_random_uuid(), null, array['email=' || ?], '{}')")
                .params(at, service.account(), at, email)
                .update();
    }

    private long count(String table) {
        return database.sql("select count(*) from " + table + " where account = ?")
                .param(service.account())
                .query(Long.class)
                .single();
    }
}
