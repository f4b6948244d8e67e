package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.EventHeaders.CallerKind;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What decisions were made upon is kept beside the path of events, for as long as it may be. */
class DecisionsKeptTest extends ReactorSurroundings {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void whatAnAnswerWasMadeUponIsKept() throws Exception {
        reply(view("customer_id", "1", 0));
        reply(view("customer_id", "1", 0));

        kept(2);
        assertThat(count("select count(*) from decision where definition = 1 and not public and uuid = record_id"
                        + " and basis::json -> 'offers' ->> 0 = 'count'"
                        + " and instance = " + service.instance()))
                .isEqualTo(2);
        assertThat(count("select (state::json -> 'a' -> 'views' ->> 1)::numeric from decision"
                        + " where profile <> record_id and instance = " + service.instance()))
                .as("views before the second event")
                .isEqualTo(1);
    }

    @Test
    void anEventThatComesAgainIsADecisionOfItsOwn() throws Exception {
        UUID uuid = UUID.randomUUID();
        reply(viewAt(Instant.now(), uuid, 0));
        reply(viewAt(Instant.now(), uuid, 0));

        kept(2);
        assertThat(count(
                        "select count(*) from decision where uuid = '" + uuid + "' and basis::json ->> 'again' = 'true'"
                                + " and (state::json -> 'a' -> 'views' ->> 1)::numeric = 1"))
                .isEqualTo(1);
    }

    @Test
    void whatNobodyWaitsForIsNoDecision() throws Exception {
        var headers = headers(Instant.now(), "shop.web_events", 1, CallerKind.PRIVATE, null, null);
        send(service, 0, headers, "{\"event_name\":\"page_view\",\"customer_id\":\"1\"}");
        reply(view("customer_id", "1", 0));

        kept(1);
        assertThat(decisions("sampled_out") + decisions("over_rate")).isZero();
    }

    @Test
    void ofASampleOfNoneNothingIsKept() throws Exception {
        reactor.close();
        reactor = startReactor("p13n.reactor.decisions.share=0");

        reply(view("customer_id", "1", 0));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(decisions("sampled_out")).isEqualTo(1));
        reactor.close();
        assertThat(rows()).isZero();
    }

    @Test
    void whatWaitsIsWrittenWhenAReplicaStops() throws Exception {
        reply(view("customer_id", "1", 0));

        reactor.close();

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void whoIsErasedTakesTheirDecisionsAlong() throws Exception {
        reply(send("{\"event_name\":\"page_view\",\"customer_id\":\"1\",\"email\":\"ada@example.com\"}", 0));
        reply(view("customer_id", "2", 0));
        kept(2);

        execute("select erase_person(1, " + service.instance() + ", '{customer_id,email}', '{1,ada@example.com}', '"
                + Instant.now() + "')");

        assertThat(rows()).isEqualTo(1);
        assertThat(count("select count(*) from decision where basis like '%ada@example.com%' and instance = "
                        + service.instance()))
                .isZero();
    }

    @Test
    void whatWasDecidedGoesWithTheEventsOfWhoeverIsErased() throws Exception {
        reply(view("customer_id", "1", 0));
        kept(1);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(count("select count(*) from event where instance = " + service.instance()))
                                .isEqualTo(1));

        execute("select erase_events(1, " + service.instance() + ", '{customer_id=1}', '"
                + Instant.now().plusSeconds(60) + "', 100)");

        assertThat(rows()).isZero();
    }

    @Test
    void aDecisionThatIsWrittenAfterTheErasureIsNotKept() throws Exception {
        reply(view("customer_id", "1", 0));
        execute("select erase_person(1, " + service.instance() + ", '{customer_id}', '{1}', '"
                + Instant.now().plusSeconds(60) + "')");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(decisions("erased") + decisions("kept")).isEqualTo(1));
        assertThat(rows()).isZero();
    }

    private void kept(int decisions) {
        await().atMost(SOON).untilAsserted(() -> assertThat(decisions("kept")).isEqualTo(decisions));
        assertThat(rows()).isEqualTo(decisions);
    }

    private long rows() {
        return count("select count(*) from decision where instance = " + service.instance());
    }

    private double decisions(String outcome) {
        return reactor.getBean(MeterRegistry.class)
                .get("p13n.reactor.decisions")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
