package io.p13n.standalone.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    private final Random random = new Random(7);
    private final Visitors visitors = new Visitors(random);

    @Test
    void aDayHasAllOfThem() {
        var seen = EnumSet.noneOf(Scenario.class);
        IntStream.range(0, 1_000).forEach(visit -> seen.add(Scenario.any(random)));

        assertThat(seen).containsExactlyInAnyOrder(Scenario.values());
    }

    @Test
    void aBuyerSignsUpFirstAndBuysLast() {
        var steps = Scenario.BUYING.steps(visitors, random);

        assertThat(steps.get(0).event()).contains("sign_up");
        assertThat(steps.get(steps.size() - 1).path()).isEqualTo("shop/orders");
    }

    @Test
    void whoReturnsHasBeenHere() {
        String customer = visitors.newcomer();

        assertThat(Scenario.RETURNING.steps(visitors, random))
                .allSatisfy(step -> assertThat(step.event()).contains(customer));
    }

    @Test
    void aBotIsNeverTheSameTwice() {
        assertThat(Scenario.BOT.steps(visitors, random)).doesNotHaveDuplicates().hasSize(20);
    }

    @Test
    void nightsAreQuietAndTheMeanIsOne() {
        assertThat(Traffic.busyness(0)).isBetween(0.05, 0.2);
        assertThat(Traffic.busyness(0.5)).isBetween(1.8, 2.0);
        assertThat(IntStream.range(0, 100)
                        .mapToDouble(i -> Traffic.busyness(i / 100.0))
                        .average()
                        .orElseThrow())
                .isBetween(0.99, 1.01);
    }
}
