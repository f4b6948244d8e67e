package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.decision.Explanation.CapState;
import io.p13n.offer.decision.Explanation.Explained;
import io.p13n.offer.decision.Explanation.Outcome;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {

    private static final CompiledService SERVICE = TestData.compiled("""
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events, shop.orders]
            identity: {keys: [{name: customer_id}]}
            key_events:
              - {name: view, table: shop.events, when: 'event.kind == "view"'}
              - {name: grown_view, table: shop.events, when: 'event.kind != "else" && event["age"] >= 18'}
              - {name: order, table: shop.orders}
            attributes:
              - {name: views, kind: counter, on: view, window: 24h, sub_windows: {last_hour: 1h}}
              - {name: name, kind: single, on: any, column: name, type: string}
              - {name: age, kind: single, on: any, column: age, type: number, sensitive: true}
            groups: [{name: one}]
            personalizations:
              - name: all
                offers:
                  - {name: third, entry_criteria: {key_event: view, profile: 'profile.views >= 1 && profile.views_last_hour >= 3'}}
                  - {name: shop, entry_criteria: {event: 'event.path.startsWith("/shop") || event.path == "/"'}}
                  - {name: named, entry_criteria: {profile: 'profile.name == "Ada"'}}
                  - {name: adult, entry_criteria: {profile: 'profile.age >= 18'}}
                  - {name: grown, entry_criteria: {event: 'event.age >= 18 && event.n == 1'}}
                  - {name: grown_viewer, entry_criteria: {key_event: grown_view}}
                  - {name: bought, entry_criteria: {key_event: order}}
                  - {name: rows, entry_criteria: {event: '[1, 2].exists(x, x == event.n && event.m > 1)'}}
                  - {name: past, schedule: {until: "2020-01-01T00:00:00Z"}}
                  - {name: once, frequency_cap: {times: 1, per: 1d}}
                  - {name: held, holdout: 99.99%}
                  - {name: first, group: one, priority: 1}
                  - {name: second, group: one}
            """);

    @Test
    void eachOfferSaysWhy() {
        var profile = SERVICE.decide(event(1, Caller.PRIVATE, "/", "view"), Profile.fresh(record(1)), BatchData.NONE)
                .profile();

        var explained = explain(event(2, Caller.PRIVATE, "/blog", "view"), profile);

        assertThat(failed(explained, "third")).isEqualTo("PROFILE_CRITERIA profile.views_last_hour >= 3, was 2");
        assertThat(failed(explained, "shop"))
                .isEqualTo("EVENT_CRITERIA event.path.startsWith(\"/shop\") || event.path == \"/\", was /blog");
        assertThat(failed(explained, "named")).isEqualTo("PROFILE_CRITERIA profile.name == \"Ada\", was missing");
        assertThat(failed(explained, "adult")).isEqualTo("PROFILE_CRITERIA profile.age >= 18, was (sensitive)");
        assertThat(failed(explained, "rows"))
                .isEqualTo("EVENT_CRITERIA [1, 2].exists(x, x == event.n && event.m > 1),"
                        + " event.n was missing, event.m was missing");
        assertThat(explained.apply("past").outcome()).isEqualTo(Outcome.SCHEDULE);
        assertThat(explained.apply("once").outcome()).isEqualTo(Outcome.CAPPED);
        assertThat(explained.apply("once").cap()).isEqualTo(new CapState(1, 1, Duration.ofDays(1)));
        assertThat(explained.apply("held").outcome()).isEqualTo(Outcome.HELD_OUT);
        assertThat(explained.apply("held").holdout()).isEqualTo(new Holdout("held", true));
        assertThat(explained.apply("first").outcome()).isEqualTo(Outcome.RETURNED);
        assertThat(explained.apply("second").outcome()).isEqualTo(Outcome.GROUP);
    }

    @Test
    void aKeyEventThatDidNotHappenSaysWhyNot() {
        var explained = explain(event(1, Caller.PRIVATE, "/", "else"), Profile.fresh(record(1)));

        assertThat(failed(explained, "third")).isEqualTo("KEY_EVENT event.kind == \"view\", was else");
        assertThat(failed(explained, "grown_viewer")).isEqualTo("KEY_EVENT event.kind != \"else\", was else");
        assertThat(failed(explained, "bought")).isEqualTo("KEY_EVENT table == \"shop.orders\", was shop.events");
    }

    @Test
    void aKeyEventTellsNoValueOfASensitiveAttribute() {
        var explained = explain(event(1, Caller.PRIVATE, "/", "view"), Profile.fresh(record(1)));

        assertThat(failed(explained, "grown_viewer")).isEqualTo("KEY_EVENT event[\"age\"] >= 18, was (sensitive)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event[\"n\"] == 2                         | event.n was 1",
                "event[?\"n\"].orValue(3) == 2             | event.n was 1",
                "event.?n.orValue(3) == 2                  | event.n was 1",
                "event.l[0] == 2                           | event.l[0] was 1",
                "event.m[\"a b\"].?deep[0].orValue(3) == 2 | event.m[\"a b\"].deep[0] was 1",
                "event.?gone.?more.orValue(3) == 2         | event.gone.more was missing",
                "has(event.m.x)                            | event.m.x was missing",
                "event[event.s] == 2                       | event.s was n",
                "event.m[event.s] == 2                     | event.m was {a b={deep=[1]}}, event.s was n",
                "event[\"age\"] == 2                       | event.age was (sensitive)",
                "event[?\"age\"].orValue(3) == 2           | event.age was (sensitive)",
                "event.?age.?x[0].orValue(3) == 2          | event.age.x[0] was (sensitive)",
                "event[\"shoe.size\"] == 2                 | event[\"shoe.size\"] was (sensitive)",
                "event.shoe.size == 2                      | event.shoe.size was missing"
            })
    void whateverTheWayIntoTheEventItsValueIsToldUnlessItIsSensitive(String criterion, String told) {
        var service = TestData.compiled("""
                account: 1
                instance: 1
                name: web
                event_tables: [shop.events]
                identity: {keys: [{name: customer_id}]}
                attributes:
                  - {name: age, kind: single, on: any, column: age, type: number, sensitive: true}
                  - {name: size, kind: single, on: any, column: shoe.size, type: number, sensitive: true}
                personalizations:
                  - name: all
                    offers:
                      - {name: probe, entry_criteria: {event: '%s'}}
                """.formatted(criterion));
        var within = Map.of("a b", Map.of("deep", List.of(1L)));
        var fields =
                Map.<String, Object>of("n", 1L, "s", "n", "l", List.of(1L), "m", within, "age", 7L, "shoe.size", 7L);
        var event = new AcceptedEvent(
                record(1), Instant.EPOCH, "shop.events", Caller.PRIVATE, new Event(fields, null, null));

        var explained = explained(service.explain(event, Profile.fresh(record(1)), BatchData.NONE, 1));

        assertThat(Objects.requireNonNull(explained.apply("probe").failed()).actual())
                .extracting(actual -> actual.path() + " was " + actual.value())
                .isEqualTo(List.of(told.split(", ")));
    }

    @Test
    void whatIsUnknownIsToldFromWhatIsFalse() {
        var explained = explain(event(1, Caller.PRIVATE, "/", "view"), Profile.fresh(record(1)));

        assertThat(Objects.requireNonNull(explained.apply("named").failed()).unknown())
                .isTrue();
        assertThat(Objects.requireNonNull(explained.apply("third").failed()).unknown())
                .isFalse();
    }

    @Test
    void aPublicCallerIsToldNothingOfSensitiveCriteria() {
        var explained = explain(event(1, Caller.PUBLIC, "/", "else"), Profile.fresh(record(1)));

        assertThat(failed(explained, "adult")).isEqualTo("SENSITIVE null");
        assertThat(explained.apply("third").outcome()).isEqualTo(Outcome.KEY_EVENT);
        assertThat(explained.apply("held").outcome()).isEqualTo(Outcome.RETURNED);
    }

    @Test
    void fieldsThatSensitiveAttributesAreMadeOfAreToldOnlyWhereAsked() {
        var event = event(1, Caller.PRIVATE, "/", "view");

        var shown = SERVICE.explain(
                event, List.of(), Profile.fresh(record(1)), BatchData.NONE, new Explanation.Manner(1, true));

        assertThat(failed(explain(event, Profile.fresh(record(1))), "grown"))
                .isEqualTo("EVENT_CRITERIA event.age >= 18, was (sensitive)");
        assertThat(failed(explained(shown), "grown")).isEqualTo("EVENT_CRITERIA event.age >= 18, was missing");
        assertThat(failed(explained(shown), "adult")).isEqualTo("PROFILE_CRITERIA profile.age >= 18, was missing");
    }

    @Test
    void explainingAgreesWithDeciding() {
        var event = event(1, Caller.PRIVATE, "/shop", "view");
        var profile = Profile.fresh(record(1));

        var explanation = SERVICE.explain(event, profile, BatchData.NONE, 7);

        assertThat(explanation.definitionVersion()).isEqualTo(7);
        assertThat(explanation.offers())
                .filteredOn(each -> each.outcome() == Outcome.RETURNED)
                .extracting(Explained::offer)
                .isEqualTo(SERVICE.decide(event, profile, BatchData.NONE).offers().stream()
                        .map(Offer::name)
                        .toList());
    }

    @Test
    void explainingAgreesWithDecidingWhereAnEventMakesTooMuchWork() {
        var offers = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "{name: o%d, entry_criteria: {event: 'event.l.all(x, x == 1)'}}".formatted(i))
                .collect(Collectors.joining(", "));
        var service = TestData.compiled("""
                account: 1
                instance: 1
                name: web
                event_tables: [shop.events]
                identity: {keys: [{name: customer_id}]}
                personalizations: [{name: all, offers: [{name: any}, %s]}]
                """.formatted(offers));
        var event = new AcceptedEvent(
                record(1),
                Instant.EPOCH,
                "shop.events",
                Caller.PRIVATE,
                new Event(Map.of("l", Collections.nCopies(100_000, 1L)), null, null));
        var profile = Profile.fresh(record(1));

        var returned = service.decide(event, profile, BatchData.NONE).offers().stream()
                .map(Offer::name)
                .toList();

        assertThat(returned).contains("any", "o1").doesNotContain("o20");
        for (var explained : service.explain(event, profile, BatchData.NONE, 1).offers()) {
            assertThat(explained.outcome())
                    .isEqualTo(returned.contains(explained.offer()) ? Outcome.RETURNED : Outcome.EVENT_CRITERIA);
            assertThat(explained.failed() == null || explained.failed().unknown())
                    .isTrue();
        }
    }

    private static String failed(Function<String, Explained> explained, String offer) {
        return explained.apply(offer).outcome() + " " + explained.apply(offer).failed();
    }

    private static Function<String, Explained> explain(AcceptedEvent event, Profile profile) {
        return explained(SERVICE.explain(event, profile, BatchData.NONE, 1));
    }

    private static Function<String, Explained> explained(Explanation explanation) {
        return offer -> explanation.offers().stream()
                .filter(each -> each.offer().equals(offer))
                .findFirst()
                .orElseThrow();
    }

    private static AcceptedEvent event(int record, Caller caller, String path, String kind) {
        return new AcceptedEvent(
                record(record),
                Instant.parse("2026-03-01T12:00:00Z").plusSeconds(record),
                "shop.events",
                caller,
                new Event(Map.of("customer_id", "1", "path", path, "kind", kind), null, null));
    }

    private static UUID record(int number) {
        return new UUID(0x0197_0000_0000_7000L, number);
    }
}
