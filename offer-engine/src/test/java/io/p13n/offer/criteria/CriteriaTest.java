package io.p13n.offer.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.definition.Expression;
import io.p13n.offer.definition.ValueType;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CriteriaTest {

    private static final Criteria CRITERIA = Criteria.over(Map.of(
            "views", ValueType.NUMBER,
            "loyalty", ValueType.STRING,
            "seen", ValueType.TIMESTAMP,
            "known", ValueType.BOOLEAN));

    private static final Facts FACTS = Facts.of(
            Map.of("n", 3L, "d", 2.5, "s", "x", "l", List.of(1L, 2L), "m", Map.of("k", "v")),
            Map.of("views", 3.0, "known", true),
            List.of("7"),
            Instant.ofEpochSecond(1000));

    @TestFactory
    Stream<DynamicTest> expressions() {
        return TestData.maps(TestData.yaml("criteria/expressions.yaml")).stream()
                .map(row -> DynamicTest.dynamicTest(TestData.text(row, "expression"), () -> judge(row)));
    }

    private static void judge(Map<String, Object> row) {
        var checked = CRITERIA.onProfile(expression(TestData.text(row, "expression")));
        if (row.containsKey("refused")) {
            assertThat(checked).isInstanceOf(CheckedCriterion.Unsound.class);
            assertThat(((CheckedCriterion.Unsound) checked).problems())
                    .anySatisfy(problem -> assertThat(problem.toString()).contains(TestData.text(row, "refused")));
        } else {
            assertThat(checked).isInstanceOf(CheckedCriterion.Sound.class);
            assertThat(((CheckedCriterion.Sound) checked).criterion().holds(FACTS))
                    .isEqualTo(row.get("holds"));
        }
    }

    @Test
    void aCriterionTellsWhichAttributesItReads() {
        var sound = (CheckedCriterion.Sound)
                CRITERIA.onProfile(expression("has(profile.loyalty) || event.views > 1 || profile.views > 1"));

        assertThat(sound.criterion().reads()).containsExactlyInAnyOrder("loyalty", "views");
    }

    @Test
    void anEventCriterionKnowsNoProfile() {
        assertThat(CRITERIA.onEvent(expression("profile.known"))).isInstanceOf(CheckedCriterion.Unsound.class);
    }

    @Test
    void integersBeyondLongAreCompared() {
        var facts = Facts.of(
                Map.of("big", new BigInteger("9".repeat(30)), "deep", List.of(Map.of("big", BigInteger.TEN.pow(20)))),
                Map.of(),
                List.of(),
                Instant.EPOCH);
        var sound = (CheckedCriterion.Sound) CRITERIA.onEvent(expression("event.big > 1 && event.deep[0].big > 1"));

        assertThat(sound.criterion().holds(facts)).isTrue();
    }

    private static Expression expression(String source) {
        return new Expression(source, "p", 1, 1);
    }
}
