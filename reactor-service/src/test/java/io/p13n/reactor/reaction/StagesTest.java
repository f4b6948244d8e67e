package io.p13n.reactor.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.p13n.reactor.reaction.Stages.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Each stage is told of for itself. */
class StagesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Passage passage = new Stages(registry, Propagator.NOOP).of(List.of());

    @Test
    void workIsTimedEachTimeThatItIsDone() {
        Mono<String> loading = passage.time(Stage.LOAD, Mono.just("loaded"));
        assertThat(timesOf("load")).isZero();

        StepVerifier.create(loading).expectNext("loaded").verifyComplete();
        StepVerifier.create(loading).expectNext("loaded").verifyComplete();

        assertThat(timesOf("load")).isEqualTo(2);
        assertThat(timesOf("commit")).isZero();
    }

    @Test
    void workThatEndsWithoutAValueIsTimedAndWorkThatFailsIsNot() {
        StepVerifier.create(passage.time(Stage.COMMIT, Mono.empty())).verifyComplete();
        StepVerifier.create(passage.time(Stage.COMMIT, Mono.error(new IllegalStateException("gone"))))
                .verifyErrorMessage("gone");

        assertThat(timesOf("commit")).isEqualTo(1);
    }

    private long timesOf(String stage) {
        return registry.get("p13n.reactor.stage").tag("stage", stage).timer().count();
    }
}
