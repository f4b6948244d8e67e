package io.p13n.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** Whether times are told by thread and stage, and what may grow, not what they are. */
    @Test
    void whereTimeGoesAndWhatMightGrowIsTold() throws Exception {
        var shopper = new Shopper(100);
        try (Site site = Site.start(directory, MOMENT.jvm(), shopper)) {
            assertThat(found(site, shopper)).singleElement().satisfies(at -> {
                assertThat(at.micros()).containsKeys("client", "database: backends that decide");
                assertThat(at.meter("p13n_reactor_stage_seconds commit").mean()).isPositive();
                assertThat(at.meter("p13n_reactor_batch_size_records").mean()).isGreaterThanOrEqualTo(1);
                assertThat(at.meter("p13n_ingest_publish_seconds").count())
                        .isEqualTo((double) at.outcome().due());
            });
            assertThat(taken(site, shopper))
                    .hasSize(3)
                    .allSatisfy(figures -> assertThat(figures)
                            .containsKeys(
                                    "p99, ms", "MiB of reactor", "threads of ingest", "connections", "dead rows"));
        }
    }

    private static List<StageRun.Found> found(Site site, Shopper shopper) throws SQLException {
        var steps = new StageRun.Steps(List.of(20), Duration.ofSeconds(1), List.of(20), Duration.ofSeconds(2));
        return new StageRun(steps, System.out).run(site, shopper);
    }

    private static List<Map<String, Double>> taken(Site site, Shopper shopper) throws SQLException {
        return new SoakRun(new SoakRun.Steps(20, 3, Duration.ofSeconds(1)), System.out).run(site, shopper);
    }
}
