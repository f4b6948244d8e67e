package io.p13n.offer.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.definition.Expression;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CriteriaTest {

    private static final Map<String, Object> CONFORMANCE = TestData.map(TestData.yaml("criteria/conformance.yaml"));

    private static final Map<String, Object> GIVEN = TestData.map(CONFORMANCE.get("facts"));
    private static final Map<String, Object> PROFILE = TestData.map(GIVEN.get("profile"));
    private static final ProfileLayout LAYOUT = layout();
    private static final Criteria CRITERIA = Criteria.over(LAYOUT);
    private static final Facts FACTS = facts();

    @TestFactory
    Stream<DynamicTest> conformance() {
        return TestData.maps(CONFORMANCE.get("cases")).stream()
                .map(row -> DynamicTest.dynamicTest(TestData.text(row, "expression"), () -> judge(row)));
    }

    private static void judge(Map<String, Object> row) {
        var expression = TestData.text(row, "expression");
        if (row.containsKey("refused")) {
            var checked = CRITERIA.onProfile(expression(expression));
            assertThat(checked).isInstanceOf(CheckedCriterion.Unsound.class);
            assertThat(((CheckedCriterion.Unsound) checked).problems())
                    .anySatisfy(problem -> assertThat(problem.toString()).contains(TestData.text(row, "refused")));
        } else {
            var truth = holds(expression) ? "true" : holds("!(" + expression + ")") ? "false" : "unknown";
            assertThat(truth).isEqualTo(String.valueOf(row.get("is")));
        }
    }

    @Test
    void aCriterionTellsWhichAttributesItReads() {
        var criterion =
                sound("has(profile.loyalty) || event.views > 1 || profile.views > 1 || profile.?name.hasValue()");

        assertThat(criterion.reads()).containsExactlyInAnyOrder("loyalty", "views", "name");
    }

    @Test
    void anEventCriterionKnowsNoProfile() {
        assertThat(CRITERIA.onEvent(expression("profile.known")).toString())
                .contains("unknown name `profile`: only `event` and `now` can be read here");
    }

    @Test
    void integersBeyondLongAreCompared() {
        var facts = Facts.of(
                Map.of("big", new BigInteger("9".repeat(30)), "deep", List.of(Map.of("big", BigInteger.TEN.pow(20)))),
                Instant.EPOCH);

        assertThat(sound("event.big > 1 && event.deep[0].big > 1").holds(facts)).isTrue();
    }

    @Test
    void aCriterionThatIsTheSameOfAnyFactsIsKnownToBe() {
        assertThat(sound("1 < 2 && true").always()).isTrue();
        assertThat(sound("profile.known && 2 < 1").always()).isFalse();
        assertThat(sound("profile.known && 1 < 2").always()).isNull();
        assertThat(sound("true || event.n == 1").always()).isTrue();
        assertThat(sound("event.nope || event.n == 1 || 1 < 2").always()).isTrue();
        assertThat(sound("!(true && true)").always()).isFalse();
        assertThat(sound("!(event.n == 1 && false)").always()).isTrue();
        assertThat(sound("false || 2 < 1").always()).isFalse();
        assertThat(sound("event.n == 1 || false").always()).isNull();
        assertThat(sound("!(event.n == 1 && true)").always()).isNull();
        assertThat(sound("dyn('x') || dyn(1)").always()).isNull();
    }

    @Test
    void workIsBoundedWhateverTheEventHolds() {
        var ones = Collections.nCopies(100_000, 1L);
        var text = "ж".repeat(300_000);
        var event = Map.<String, Object>of(
                "l",
                ones,
                "m",
                new ArrayList<>(ones),
                "s",
                text,
                "t",
                "ж".repeat(text.length()),
                "a",
                "a".repeat(600_000),
                "b",
                "a".repeat(300_000) + "b",
                "texts",
                List.of(text),
                "named",
                Map.of(text, Map.of(text, 1L)),
                "soon",
                "soon",
                "day",
                "1d");

        for (var expression : List.of(
                "event.l.exists(x, event.l.exists(y, x + y == 3))",
                "event.l.all(x, event.s.matches('x*'))",
                "event.l.map(x, event.s + event.s).size() > 0",
                "event.l.all(x, !(2 in event.l))",
                "event.a.contains(event.b)",
                "event.l.all(x, event.s.contains('жx') || x == 1)",
                "event.l.all(x, event.s == event.t)",
                "event.l.all(x, event.s <= event.t)",
                "event.l.all(x, event.s.startsWith(event.t))",
                "event.l.all(x, event.s.endsWith(event.t))",
                "event.l.all(x, event.s.size() > 1)",
                "event.l.all(x, event.l == event.m)",
                "event.l.all(x, event.?l == event.?m)",
                "event.l.all(x, event.t in event.texts)",
                "event.l.all(x, event.t in event.named)",
                "event.l.all(x, has(event.named[event.t].k) || event.named[event.t] == event.named[event.t])",
                "event.l.all(x, event.named[?event.t].hasValue())",
                "event.l.all(x, timestamp(event.soon) > now || x == 1)",
                "event.l.all(x, duration(event.day) > duration('1h'))")) {
            assertThat(isTrue(expression, event)).as(expression).isFalse();
            assertThat(isTrue("!(" + expression + ")", event)).as(expression).isFalse();
        }
    }

    @Test
    void aLongTextIsFoundInALongText() {
        var words = "word or ".repeat(10_000);
        var event = Map.<String, Object>of("s", words + "wordless", "part", words.substring(3) + "wordles");

        assertThat(isTrue("event.s.contains('wordless') && !event.s.contains('worldless')", event))
                .isTrue();
        assertThat(isTrue("event.s.contains(event.part) && !event.part.contains(event.s)", event))
                .isTrue();
        assertThat(isTrue("event.s.contains('') && event.s.endsWith('less')", event))
                .isTrue();
    }

    @Test
    void aLargePatternIsNotTriedOnALongText() {
        var event = Map.<String, Object>of("s", "word ".repeat(20_000));
        var large = "event.s.matches(r'(\\w+\\s?){1,50}!')";

        assertThat(isTrue("event.s.matches('word')", event)).isTrue();
        assertThat(isTrue(large, event)).isFalse();
        assertThat(isTrue("!" + large, event)).isFalse();
        assertThat(isTrue(large, Map.of("s", "some words!"))).isTrue();
    }

    @Test
    void workIsBoundedHoweverManyCriteriaLookAtAnEvent() {
        var facts = Facts.of(Map.of("l", Collections.nCopies(100_000, 1L), "n", 1L), Instant.EPOCH);
        var cheap = sound("event.n == 1 && [1, 2].exists(x, x == event.n)");
        var dear = IntStream.range(0, 20)
                .mapToObj(i -> sound("event.l.all(x, x == 1) && event.n > -1 - " + i))
                .toList();

        assertThat(cheap.holds(facts)).isTrue();
        var holding = dear.stream().filter(criterion -> criterion.holds(facts)).toList();

        assertThat(holding).hasSizeBetween(1, 19).isEqualTo(dear.subList(0, holding.size()));
        assertThat(sound("event.n == 1 || event.l.all(x, x == 1)").holds(facts)).isTrue();
        for (var criterion : dear) {
            var failure = criterion.failure(facts);
            assertThat(failure == null).isEqualTo(holding.contains(criterion));
            assertThat(failure == null || failure.unknown()).isTrue();
        }
    }

    private static boolean isTrue(String expression, Map<String, Object> event) {
        return sound(expression).holds(Facts.of(event, Instant.EPOCH));
    }

    private static boolean holds(String expression) {
        return sound(expression).holds(FACTS);
    }

    private static Criterion sound(String expression) {
        var checked = CRITERIA.onProfile(expression(expression));
        assertThat(checked).isInstanceOf(CheckedCriterion.Sound.class);
        return ((CheckedCriterion.Sound) checked).criterion();
    }

    private static Expression expression(String source) {
        return new Expression(source, "p", 1, 1);
    }

    private static ProfileLayout layout() {
        var types = new LinkedHashMap<String, FactType>();
        PROFILE.forEach((name, attribute) -> types.put(
                name,
                FactType.valueOf(TestData.text(TestData.map(attribute), "type").toUpperCase(Locale.ROOT))));
        return ProfileLayout.of(types);
    }

    private static Facts facts() {
        var values = new HashMap<Integer, Object>();
        PROFILE.forEach((name, attribute) -> {
            var value = TestData.map(attribute).get("value");
            if (value != null) {
                values.put(LAYOUT.slot(name), name.equals("since") ? Instant.parse((String) value) : value);
            }
        });
        var segments = new LinkedHashSet<String>();
        TestData.list(Objects.requireNonNull(GIVEN.get("segments"))).forEach(id -> segments.add((String) id));
        return Facts.of(
                TestData.map(TestData.longs(Objects.requireNonNull(GIVEN.get("event")))),
                values::get,
                Set.copyOf(segments),
                Instant.parse(TestData.text(GIVEN, "now")));
    }
}
