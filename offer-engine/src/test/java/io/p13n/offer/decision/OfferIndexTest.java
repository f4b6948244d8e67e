package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.p13n.offer.TestData;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The index never hides an offer that is for the event, and hides nearly all that are not. */
class OfferIndexTest {

    private static final String SERVICE = """
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: customer_id}]}
            key_events:
              - {name: view, table: shop.events, when: 'event.kind == "view"'}
              - {name: buy, table: shop.events, when: 'event.kind == "buy"'}
            attributes:
              - {name: page, kind: single, on: any, column: page, type: string}
              - {name: score, kind: single, on: any, column: score, type: number}
            personalizations: [{name: all, offers: [%s]}]
            """;

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void noOfferIsHidden() {
        qt().withExamples(150).forAll(integers().between(1, 12), longs().all()).check((count, seed) -> {
            var random = new Random(seed);
            var offers = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                offers.add("{name: o%d, entry_criteria: {%s}}".formatted(i, criteria(random)));
            }
            var service = TestData.compiled(SERVICE.formatted(String.join(", ", offers)));
            for (int i = 0; i < 20; i++) {
                nothingIsHidden(service, event(random), offers);
            }
            return true;
        });
    }

    @Test
    void whatCannotMatchIsNotLookedAt() {
        var offers = new ArrayList<String>();
        for (int i = 0; i < 1000; i++) {
            offers.add("{name: o%d, entry_criteria: {key_event: view, event: 'event.page == \"p%d\"', profile:"
                            .formatted(i, i % 100)
                    + " 'profile.score >= %d'}}".formatted(i));
        }
        var service = TestData.compiled(SERVICE.formatted(String.join(", ", offers)));
        var event = event(Map.of("kind", "view", "page", "p7", "score", 500L));

        assertThat(candidates(service, event)).hasSize(10);
        assertThat(service.decide(event, Profile.fresh(event.recordId()), BatchData.NONE)
                        .offers())
                .extracting(Offer::name)
                .containsExactly("o7", "o107", "o207", "o307", "o407");
    }

    private static void nothingIsHidden(CompiledService service, AcceptedEvent event, List<String> offers) {
        var data = BatchData.of(Map.of(new Id("customer_id", "1"), new BatchRow(Set.of("7"), Map.of())));
        var after = service.decide(event, Profile.fresh(event.recordId()), data).profile();
        var happened = service.happened(event);
        var facts = service.facts(event, after, data);
        var found = index(service).candidates(happened, facts);
        for (int i = 0; i < offers.size(); i++) {
            if (service.offers().get(i).isFor(Caller.PRIVATE, happened, facts)) {
                assertThat(found.get(i)).as("%s for %s", offers.get(i), event).isTrue();
            }
        }
    }

    private static OfferIndex index(CompiledService service) {
        return OfferIndex.of(service.offers(), service.definition().keyEvents().size());
    }

    private static List<Integer> candidates(CompiledService service, AcceptedEvent event) {
        var profile = service.decide(event, Profile.fresh(event.recordId()), BatchData.NONE)
                .profile();
        var facts = service.facts(event, profile, BatchData.NONE);
        return index(service).candidates(service.happened(event), facts).stream()
                .boxed()
                .toList();
    }

    private static String criteria(Random random) {
        var parts = new ArrayList<String>();
        if (random.nextInt(3) == 0) {
            parts.add("key_event: " + choice(random, "view", "buy"));
        }
        if (random.nextInt(2) == 0) {
            parts.add("event: '"
                    + clauses(
                            random,
                            "event.page",
                            "event.score",
                            choice(
                                    random,
                                    "event.kind == \"view\"",
                                    "event.list == [1, 2]",
                                    "event.list in [[1], [1, 2]]"))
                    + "'");
        }
        if (random.nextInt(2) == 0) {
            parts.add("profile: '" + clauses(random, "profile.page", "profile.score", "\"7\" in segments") + "'");
        }
        return String.join(", ", parts);
    }

    private static String clauses(Random random, String text, String number, String other) {
        var clauses = new ArrayList<String>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            clauses.add(choice(
                    random,
                    text + " == \"p1\"",
                    text + " in [\"p1\", \"p2\"]",
                    text + " != \"p1\"",
                    "!(" + text + " == \"p2\")",
                    number
                            + choice(random, " > ", " >= ", " < ", " <= ", " == ", " != ")
                            + choice(random, "0", "1", "2.5"),
                    "2 > " + number,
                    "(" + number + " > 1 || " + text + " == \"p2\")",
                    other));
        }
        return String.join(" && ", clauses);
    }

    private static AcceptedEvent event(Random random) {
        var fields = new HashMap<String, Object>();
        fields.put("customer_id", choice(random, "1", "2"));
        fields.put("kind", choice(random, "view", "buy", "else"));
        if (random.nextInt(4) > 0) {
            fields.put("page", random.nextInt(5) == 0 ? (Object) 1L : choice(random, "p1", "p2", "p3"));
        }
        if (random.nextInt(4) > 0) {
            fields.put("score", number(random));
        }
        fields.put("list", List.of(1L, random.nextBoolean() ? (Object) 2L : 2.0));
        return event(fields);
    }

    private static Object number(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> -0.0;
            case 1 -> 0L;
            case 2 -> 1L;
            case 3 -> 1.0;
            case 4 -> 2.5;
            case 5 -> BigInteger.TEN.pow(25);
            default -> "2.5";
        };
    }

    private static AcceptedEvent event(Map<String, Object> fields) {
        return new AcceptedEvent(
                new UUID(0x0197_0000_0000_7000L, 1), NOW, "shop.events", Caller.PRIVATE, new Event(fields, null, null));
    }

    private static String choice(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
