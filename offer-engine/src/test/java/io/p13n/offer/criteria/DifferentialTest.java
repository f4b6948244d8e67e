package io.p13n.offer.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.p13n.offer.definition.Expression;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where nothing is missing, the engine's evaluator and the library's agree; where the library fails, it is unknown. */
class DifferentialTest {

    private static final Map<String, FactType> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("views", FactType.NUMBER);
        TYPES.put("known", FactType.BOOLEAN);
        TYPES.put("name", FactType.STRING);
        TYPES.put("since", FactType.TIMESTAMP);
        TYPES.put("cart", FactType.ROWS);
        TYPES.put("tags", FactType.SCALARS);
        TYPES.put("last", FactType.SCALAR);
    }

    private static final List<Map<String, Object>> ROWS = List.of(
            Map.of("id", "x", "price", 2.5),
            Map.of("id", "p2", "price", 3.0),
            Map.of("id", "p3"),
            Map.of("id", "p4", "price", "free"));

    private static final Criteria CRITERIA = Criteria.over(ProfileLayout.of(TYPES));

    @Test
    void bothEvaluatorsAgree() {
        qt().withExamples(2000)
                .forAll(integers().between(1, 4), longs().all())
                .check((depth, seed) -> agree(new Random(seed), depth));
    }

    @Test
    void whateverIsMissingNothingIsThrown() {
        qt().withExamples(1000).forAll(integers().between(1, 4), longs().all()).check((depth, seed) -> {
            var random = new Random(seed);
            var expression = new Expressions(random).truth(depth);
            if (CRITERIA.onProfile(new Expression(expression, "p", 1, 1)) instanceof CheckedCriterion.Sound sound) {
                var given = given(random);
                given.event().values().removeIf(value -> random.nextBoolean());
                given.event().replaceAll((name, value) -> random.nextInt(3) == 0 ? List.of(Map.of("k", 1L)) : value);
                var facts = Facts.of(given.event(), slot -> null, Set.of(), given.now());
                var failure = sound.criterion().failure(facts);
                assertThat(failure == null).isEqualTo(sound.criterion().holds(facts));
            }
            return true;
        });
    }

    private static boolean agree(Random random, int depth) {
        var expression = new Expressions(random).truth(depth);
        var checked = CRITERIA.onProfile(new Expression(expression, "p", 1, 1));
        if (checked instanceof CheckedCriterion.Unsound refused) {
            // What can never be known is refused by the engine and fails in the library; what costs too much differs.
            assertThat(refused.problems().toString()).containsAnyOf("has no value", "costs too much");
            return true;
        }
        var given = given(random);
        var facts = Facts.of(
                given.event(),
                slot -> given.profile().get(List.copyOf(TYPES.keySet()).get(slot)),
                Set.of("7"),
                given.now());
        var library = LibraryEvaluator.truth(
                CRITERIA,
                expression,
                Map.of(
                        "event",
                        given.event(),
                        "profile",
                        given.profile(),
                        "segments",
                        List.of("7"),
                        "now",
                        given.now()));
        var ours = truth(((CheckedCriterion.Sound) checked).criterion(), expression, facts);
        assertThat(ours).as("%s of %s", expression, given).isEqualTo(library);
        return true;
    }

    private static Object truth(Criterion criterion, String expression, Facts facts) {
        if (criterion.holds(facts)) {
            return true;
        }
        var negated = CRITERIA.onProfile(new Expression("!(" + expression + ")", "p", 1, 1));
        return negated instanceof CheckedCriterion.Sound sound
                        && sound.criterion().holds(facts)
                ? (Object) false
                : Unknown.UNKNOWN;
    }

    private record Given(Map<String, Object> event, Map<String, Object> profile, Instant now) {}

    private static Given given(Random random) {
        var event = new LinkedHashMap<String, Object>();
        event.put("n", choice(random, 3L, -7L, 0L, Long.MIN_VALUE, "odd"));
        event.put("k", choice(random, 1L, 2L, 9_007_199_254_740_993L));
        event.put("d", choice(random, 2.5, -1.0, 4.0, 3L));
        event.put("s", choice(random, "x", "", "shop/1", "ü😀", 7L));
        event.put("b", choice(random, true, false, "yes"));
        event.put("l", choice(random, List.of(), List.of(1L, 2L, 3L), List.of(-1L, 0L)));
        event.put("o", Map.of("k", choice(random, "v", "x", 1L), "m", Map.of("k", choice(random, 2L, "x"))));
        event.put("length", choice(random, "1h", "-90m", "30s", "long"));
        event.put("iso", choice(random, "2026-01-01T00:00:00Z", "1969-12-31T23:00:00+02:00", "soon"));
        var profile = new LinkedHashMap<String, Object>();
        profile.put("views", choice(random, 0.0, 3.0, 2.5));
        profile.put("known", choice(random, true, false));
        profile.put("name", choice(random, "x", "Ada"));
        profile.put("since", choice(random, Instant.EPOCH, Instant.parse("2025-12-31T23:30:00Z")));
        profile.put("cart", choice(random, List.of(), ROWS.subList(0, 1), ROWS));
        profile.put("tags", choice(random, List.of(), List.of("x", "y"), List.of(2.5, true, "x")));
        profile.put("last", choice(random, "x", 2.5, 3.0, true));
        return new Given(event, profile, Instant.parse("2026-01-01T01:00:00Z"));
    }

    private static Object choice(Random random, Object... values) {
        return values[random.nextInt(values.length)];
    }
}
