package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.p13n.offer.TestData;
import io.p13n.offer.decision.Explanation.Manner;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BasisCodecTest {

    private static final CompiledService SERVICE = TestData.compiled("""
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: customer_id}]}
            attributes:
              - {name: views, kind: counter, on: any}
              - {name: income, kind: imported, type: number, sensitive: true}
            personalizations:
              - name: all
                offers:
                  - {name: third, entry_criteria: {profile: 'profile.views >= 3'}}
                  - {name: rich, entry_criteria: {profile: 'profile.income > 100.0 && "gold" in segments'}}
                  - {name: twice, frequency_cap: {times: 2, per: 1d}}
            """);

    private final Id ada = new Id("customer_id", "\"Ada\"");
    private final Map<Id, BatchRow> known = Map.of(
            ada,
            new BatchRow(Set.of("gold", "old"), Map.of("income", 99.5, "a", 7L, "b", true, "c", "é\n", "d", HUGE)));
    private static final BigInteger HUGE = BigInteger.TEN.pow(30);

    @Test
    void whatIsWrittenIsReadAgain() {
        var profile = SERVICE.decide(event(1), Profile.fresh(record(1)), BatchData.of(known))
                .profile();
        var basis = new DecisionBasis(profile, List.of(ada), known, true, List.of("twice"));

        assertThat(readAgain(basis)).isEqualTo(basis);
    }

    @Test
    void aVisitorWithoutAnIdIsReadAgain() {
        var basis = new DecisionBasis(Profile.fresh(record(1)), List.of(), Map.of(), false, List.of());

        assertThat(readAgain(basis)).isEqualTo(basis);
    }

    @Test
    void aDecisionIsExplainedAsItWasMade() {
        var before = Profile.fresh(record(1));
        for (int i = 1; i <= 4; i++) {
            var decision = SERVICE.decide(event(i), before, BatchData.of(known));
            var offers = decision.offers().stream().map(Offer::name).toList();
            var basis = new DecisionBasis(before, List.of(ada), known, false, offers);

            var explanation = SERVICE.explain(event(i), readAgain(basis), new Manner(5, true));

            assertThat(explanation)
                    .isEqualTo(
                            SERVICE.explain(event(i), List.of(ada), before, BatchData.of(known), new Manner(5, true)));
            assertThat(explanation.offers())
                    .filteredOn(each -> each.outcome() == Explanation.Outcome.RETURNED)
                    .extracting(Explanation.Explained::offer)
                    .isEqualTo(offers);
            before = decision.profile();
        }
    }

    @Test
    void anEventThatCameAgainIsExplainedFromTheProfileAsItWas() {
        var before = SERVICE.decide(event(1), Profile.fresh(record(1)), BatchData.of(known))
                .profile();
        var basis = new DecisionBasis(before, List.of(), known, true, List.of("twice"));

        var explanation = SERVICE.explain(event(2), readAgain(basis), new Manner(5, true));

        assertThat(explanation.offers().get(0).failed()).hasToString("profile.views >= 3, was 1");
        assertThat(explanation.offers().get(1).failed()).hasToString("profile.income > 100.0, was 99.5");
    }

    @Test
    void whatIsNoBasisIsRefused() {
        assertThatThrownBy(() -> BasisCodec.decode(record(1), "{}", "{\"other\":1}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BasisCodec.decode(record(1), "{}", "[]")).isInstanceOf(IllegalArgumentException.class);
    }

    private static DecisionBasis readAgain(DecisionBasis basis) {
        return BasisCodec.decode(basis.before().id(), ProfileCodec.encode(basis.before()), BasisCodec.encode(basis));
    }

    private AcceptedEvent event(int record) {
        return new AcceptedEvent(
                record(record),
                Instant.parse("2026-03-01T12:00:00Z").plusSeconds(record),
                "shop.events",
                Caller.PRIVATE,
                new Event(Map.of("customer_id", ada.value()), null, null));
    }

    private static UUID record(int number) {
        return new UUID(0x0197_0000_0000_7000L, number);
    }
}
