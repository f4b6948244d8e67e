package io.p13n.reactor.reaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.p13n.reactor.reaction.Stages.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each stage is told of for itself. */
class StagesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Passage passage = new Stages(registry, Propagator.NOOP).of(List.of());

    @Test
    void workIsTimedEachTimeThatItIsDone() {
        assertThat(passage.time(Stage.LOAD, () -> "loaded")).isEqualTo("loaded");
        assertThat(passage.time(Stage.LOAD, () -> "loaded")).isEqualTo("loaded");

        assertThat(timesOf("load")).isEqualTo(2);
        assertThat(timesOf("commit")).isZero();
    }

    @Test
    void ofWorkThatFailsNothingIsTold() {
        assertThatIllegalStateException().isThrownBy(() -> passage.time(Stage.COMMIT, StagesTest::fail));

        assertThat(timesOf("commit")).isZero();
    }

    private static void fail() {
        throw new IllegalStateException("gone");
    }

    private long timesOf(String stage) {
        return registry.get("p13n.reactor.stage").tag("stage", stage).timer().count();
    }
}
