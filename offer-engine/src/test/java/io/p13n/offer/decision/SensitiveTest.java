package io.p13n.offer.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tries to get a secret out: 7321 in whatever form. */
class SensitiveTest {

    private static final String DEFINITION = """
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: visitor, public: true}]}
            key_events: [{name: told, table: shop.events, when: 'has(event.secret)'}]
            attributes:
              - {name: single, kind: single, on: told, column: secret, type: string, sensitive: true}
              - {name: counter, kind: counter, on: told, increment: secret, window: 24h, sub_windows: {hour: 1h}, sensitive: true}
              - {name: rows, kind: list, on: told, id: secret, fields: [secret_too], remove_on: [{key_event: told, id: gone}], aggregates: {sum: {sum: secret_too}, all: {distinct: secret}, last: {last: secret}}, sensitive: true}
              - {name: imported, kind: imported, type: string, sensitive: true}
              - {name: open, kind: single, on: any, column: open, type: string}
            catalogs: [{name: names, key: id, columns: {title: string}}]
            groups: [{name: one, at_most: 1}]
            personalizations:
              - name: all
                offers:
                  - name: forms
                    payload:
                      attributes:
                        single: {attribute: single}
                        counter: {attribute: counter}
                        hour: {attribute: counter_hour}
                        rows: {attribute: rows}
                        sum: {attribute: rows_sum}
                        all: {attribute: rows_all}
                        imported: {attribute: imported}
                        text: {text: "is ${profile.single}"}
                        fallback: {text: "is ${profile.imported|nothing} of ${profile.open|it}"}
                        title: {catalog: names, key: single, column: title}
                        last: {catalog: names, key: rows_last, column: id}
                        open: {attribute: open}
                    include_sensitive: %s
            """;

    @Test
    void noPayloadEntryTellsAPublicCaller() {
        for (var include : List.of("true", "false")) {
            assertThat(answer(compiled(include), Caller.PUBLIC))
                    .isEqualTo("{\"offers\":{\"forms\":{\"attributes\":{\"open\":\"yes\"}}}}");
        }
    }

    @Test
    void aPrivateCallerIsToldOnlyWhereTheOfferSaysSo() {
        assertThat(answer(compiled("false"), Caller.PRIVATE))
                .doesNotContain("7321")
                .contains("\"open\":\"yes\"");

        assertThat(answer(compiled("true"), Caller.PRIVATE))
                .contains(
                        "\"single\":\"7321\"",
                        "\"counter\":7321",
                        "\"hour\":7321",
                        "\"sum\":7321",
                        "\"all\":[\"7321\"]")
                .contains("\"imported\":\"7321\"", "\"text\":\"is 7321\"", "\"fallback\":\"is 7321 of yes\"")
                .contains(
                        "\"title\":\"title of 7321\"", "\"last\":\"title of 7321\"", "\"rows\":[{\"secret\":\"7321\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile.single == \"7321\"",
                "profile.single != \"no\"",
                "has(profile.imported)",
                "!has(profile.imported) || true",
                "profile.?imported.hasValue()",
                "profile.?imported.orValue(\"no\") != \"no\"",
                "profile.counter_hour > 1.0",
                "profile.rows_sum > 1 || profile.open == \"yes\"",
                "profile.rows.exists(r, r.secret == \"7321\")",
                "[profile.single].exists(s, s.startsWith(\"7\"))",
                "(profile.open == \"yes\" ? profile.imported : \"7321\") == \"7321\"",
                "{\"k\": profile.single}.k == \"7321\"",
                "profile[\"single\"] == \"7321\"",
                "size(profile.rows_all) == 1",
                "profile.single.matches(\"7.*\")",
                "event.secret == profile.single"
            })
    void noCriterionTellsAPublicCallerByItsOffer(String criterion) {
        var text = DEFINITION.formatted("true")
                + "      - {name: probe, entry_criteria: {profile: '%s'}, group: one, priority: 9}\n"
                        .formatted(criterion)
                + "      - {name: rival, group: one}\n";
        var compilation = CompiledService.compile(TestData.service(text));
        if (compilation instanceof Compilation.Refused refused) {
            assertThat(refused.problems().toString()).contains("profile");
            return;
        }
        var service = ((Compilation.Compiled) compilation).service();

        assertThat(answer(service, Caller.PRIVATE)).contains("probe").doesNotContain("rival");
        assertThat(answer(service, Caller.PUBLIC)).doesNotContain("probe").contains("rival");
    }

    @Test
    void noExplanationPrintsAValue() {
        var service = TestData.compiled(
                DEFINITION.formatted("true")
                        + "      - {name: probe, entry_criteria: {profile: 'profile.single + profile.rows_last == profile.imported'}}\n");

        assertThat(service.explain(event(Caller.PRIVATE), Profile.fresh(new UUID(1, 1)), data(), 1)
                        .toString())
                .contains("probe", "(sensitive)")
                .doesNotContain("7321");
    }

    @Test
    void noExplanationPrintsWhichRowWasTakenAway() {
        var service = TestData.compiled(DEFINITION.formatted("true")
                + "      - {name: probe, entry_criteria: {event: 'event.gone == \"no\"'}}\n");
        var event = new AcceptedEvent(
                new UUID(1, 2),
                Instant.parse("2026-01-01T00:00:00Z"),
                "shop.events",
                Caller.PRIVATE,
                new Event(Map.of("visitor", "v", "gone", "7321"), null, null));

        assertThat(service.explain(event, Profile.fresh(new UUID(1, 1)), BatchData.NONE, 1)
                        .toString())
                .contains("probe", "(sensitive)")
                .doesNotContain("7321");
    }

    private static CompiledService compiled(String includeSensitive) {
        return TestData.compiled(DEFINITION.formatted(includeSensitive));
    }

    private static String answer(CompiledService service, Caller caller) {
        return new String(
                Offers.toJson(service.decide(event(caller), Profile.fresh(new UUID(1, 1)), data())
                        .offers()),
                UTF_8);
    }

    private static AcceptedEvent event(Caller caller) {
        var fields = Map.<String, Object>of("visitor", "v", "secret", "7321", "secret_too", 7321L, "open", "yes");
        return new AcceptedEvent(
                new UUID(1, 2),
                Instant.parse("2026-01-01T00:00:00Z"),
                "shop.events",
                caller,
                new Event(fields, null, null));
    }

    private static BatchData data() {
        return BatchData.of(Map.of(new Id("visitor", "v"), new BatchRow(Set.of(), Map.of("imported", "7321"))))
                .with((catalog, key, column) -> "title of " + key);
    }
}
