package io.p13n.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class EngineBenchmarksTest {

    /** A moment of each, in this JVM: whether they work, not how fast. */
    @Test
    void eachBenchmarkRuns() throws RunnerException {
        var moment = new OptionsBuilder()
                .include("io.p13n.benchmark.engine")
                .param("offers", "21")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        assertThat(new Runner(moment).run())
                .extracting(result -> result.getParams().getBenchmark())
                .contains("io.p13n.benchmark.engine.DecisionBenchmark.decide");
    }

    /** As the load runs plant them; some offers are for those who came first within the last month. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24T12:00:00Z", "2027-07-01T03:04:05.678901Z"})
    void aCustomerIsOfferedTheSameOnEveryDay(Instant now) {
        var service = Shop.compiled(Shop.definition(20));

        var decision = service.decide(Shop.pageView(now), Shop.customer(service, now), Shop.warehouse());

        assertThat(decision.offers())
                .hasSameSizeAs(service.decide(Shop.pageView(), Shop.customer(service), Shop.warehouse())
                        .offers())
                .hasSizeGreaterThan(5);
    }

    @Test
    void allThreeEvaluatorsFindTheSame() {
        var benchmark = new CriterionBenchmark();
        benchmark.offers = 100;
        benchmark.prepare();

        assertThat(benchmark.engine())
                .isBetween(1, 99)
                .isEqualTo(benchmark.library())
                .isEqualTo(benchmark.handWritten());
    }
}
