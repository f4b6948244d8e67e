package io.p13n.benchmark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
