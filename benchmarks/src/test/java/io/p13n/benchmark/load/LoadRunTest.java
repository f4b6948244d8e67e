package io.p13n.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {

    private static final Plan MOMENT = new Plan(
            100,
            List.of(20),
            Duration.ofSeconds(1),
            List.of(20),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            1,
            new Ladder(List.of(20)),
            Duration.ofSeconds(1),
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));

    @TempDir
    private Path directory;

    /** Whether each row answers, not how fast. */
    @Test
    void eachRowAnswersAndIsTold() throws Exception {
        Results results = LoadRun.run(MOMENT, directory, System.out);

        assertThat(results.rows()).containsExactlyInAnyOrder("floor", "durable floor", "standard", "p13n");
        assertThat(results.rows())
                .allSatisfy(row -> assertThat(results.figures(row).values())
                        .extracting(Figures::answered)
                        .as("answers of %s", row)
                        .hasSize(1)
                        .allMatch(answered -> answered > 0));
        assertThat(results.idle()).containsOnlyKeys("broker", "database");
        assertThat(results.residentMebibytes())
                .containsKeys("floor", "standard", "ingest", "reactor", "broker", "database");
        assertThat(Table.of(results)).contains("durable floor", "p99.9", "Idle", "Goals", "machine was");
    }

    /** Whether the long run has its figures, not what they are. */
    @Test
    void whatMightGrowIsTold() throws Exception {
        var steps = new SoakRun.Steps(100, 20, 3, Duration.ofSeconds(1), MOMENT.jvm());

        var taken = new SoakRun(steps, System.out).run(directory);

        assertThat(taken)
                .hasSize(3)
                .allSatisfy(figures -> assertThat(figures)
                        .containsKeys("p99, ms", "MiB of reactor", "threads of ingest", "connections", "dead rows"));
    }

    /** Whether times are told by thread and stage, not what they are. */
    @Test
    void whereTimeGoesIsTold() throws Exception {
        var steps = new StageRun.Steps(
                100, List.of(20), Duration.ofSeconds(1), List.of(20), Duration.ofSeconds(2), MOMENT.jvm());

        var found = new StageRun(steps, System.out).run(directory);

        assertThat(found).singleElement().satisfies(at -> {
            assertThat(at.micros()).containsKeys("client", "database: backends that decide");
            assertThat(at.meter("p13n_reactor_stage_seconds commit").mean()).isPositive();
            assertThat(at.meter("p13n_reactor_batch_size_records").mean()).isGreaterThanOrEqualTo(1);
            assertThat(at.meter("p13n_ingest_publish_seconds").count())
                    .isEqualTo((double) at.outcome().due());
        });
    }
}
