package io.p13n.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {

    private static final Row ROW = new Row("floor", URI.create("http://127.0.0.1/"), List.of());
    private static final int RATE = 100;

    @TempDir
    private Path directory;

    @Test
    void aSpreadIsTheMedianBetweenTheLeastAndTheMost() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void percentilesAreThoseOfTheRoundAndTheTableHasTheirMedians() {
        var results = new Results();
        for (int slowest : List.of(10, 30, 20)) {
            results.add(ROW, outcome(slowest), Map.of("client", 5L, "application", 15L));
        }

        Figures figures = results.figures("floor").values().iterator().next();
        assertThat(figures.millis(50).median()).isEqualTo(1, within(0.01));
        assertThat(figures.millis(99.9).median()).isEqualTo(20, within(0.1));
        assertThat(figures.millis(99.9).most()).isEqualTo(30, within(0.1));
        assertThat(figures.cpuMicros("application").median()).isEqualTo(150);
        assertThat(figures.cpuMicros("all").median()).isEqualTo(200);
    }

    @Test
    void theHighestRateIsTheLastThatHolds() {
        Ladder ladder = Ladder.between(100, 10_000);
        var tries = new AtomicInteger();

        int highest = ladder.highest(rate -> {
            tries.incrementAndGet();
            return rate <= 2_000;
        });

        assertThat(highest).isBetween(1_800, 2_000).isIn(ladder.rates());
        assertThat(tries.get()).isLessThan(8);
        assertThat(Plan.FULL.ladder().highest(rate -> true)).isGreaterThan(60_000); // more than any floor answers
        assertThat(ladder.highest(rate -> false)).isZero();
        assertThat(ladder.highest(rate -> true))
                .isEqualTo(ladder.rates().get(ladder.rates().size() - 1));
    }

    @Test
    void whereASearchBeginsDoesNotDecideWhatItFinds() {
        Ladder ladder = Ladder.between(100, 10_000);
        for (int highest : ladder.rates()) {
            for (int near : ladder.rates()) {
                assertThat(ladder.highest(rate -> rate <= highest, near)).isEqualTo(highest);
                assertThat(ladder.highest(rate -> false, near)).isZero();
            }
        }
        assertThat(ladder.highest(rate -> rate <= 110, 1)).isEqualTo(110); // no rate of the ladder
        var tries = new AtomicInteger();
        ladder.highest(rate -> tries.incrementAndGet() > 0 && rate <= 1000, ladder.highest(rate -> rate <= 1000));
        assertThat(tries).hasValue(2);
    }

    @Test
    void oneBadTryIsNotTheEndOfARate() {
        assertThat(highestOf(ok(), slow(), ok(), ok())).isEqualTo(200); // the second rate is tried three times
        assertThat(highestOf(ok(), slow(), slow())).isEqualTo(100);
        assertThat(highestOf(ok(), slow(), ok(), slow())).isEqualTo(100);
    }

    @Test
    void whatFailsByFarIsNotTriedAgain() {
        assertThat(highestOf(ok(), new Outcome(RATE, ok().micros(), 100, 0, 0, 0, RATE + 1)))
                .isEqualTo(100);
        assertThat(highestOf(ok(), new Outcome(RATE, ok().micros(), 80, 0, 20, 0, 0)))
                .isEqualTo(100);
    }

    @Test
    void eachRowFollowsEachOtherOnceAndHasEachPlaceOnce() {
        List<Integer> rows = List.of(0, 1, 2, 3);
        var followed = new HashSet<List<Integer>>();
        var places = new HashSet<List<Integer>>();

        for (int round = 0; round < rows.size(); round++) {
            List<Integer> turn = Turns.inRound(round, rows);
            for (int place = 0; place < rows.size(); place++) {
                places.add(List.of(turn.get(place), place));
                if (place > 0) {
                    followed.add(turn.subList(place - 1, place + 1));
                }
            }
        }

        assertThat(followed).hasSize(12);
        assertThat(places).hasSize(16);
    }

    @Test
    void whatIsUsedIdlyIsNoRowsOwn() {
        Idle idle = Idle.of(Map.of("broker", 30L, "database", 500L), Duration.ofSeconds(2));

        assertThat(idle.takenFrom(Map.of("client", 7L, "broker", 100L, "database", 100L), Duration.ofSeconds(1)))
                .isEqualTo(Map.of("client", 7L, "broker", 85L, "database", 0L));
    }

    @Test
    void aBacklogOrASlowOneInAHundredMeansThatARateIsNotHeld() {
        assertThat(outcome(49).held()).isTrue();
        assertThat(new Outcome(RATE, outcome(49).micros(), 100, 0, 0, 0, RATE).keptUp())
                .isFalse();
        Outcome slow = outcome(49);
        slow.micros().recordValueWithCount(60_000, 5);
        assertThat(slow.keptUp()).isTrue();
        assertThat(slow.held()).isFalse();
    }

    @Test
    void aRunOnABusyMachineIsNoResult() {
        var before = new Processor.Machine(1000, 100, 0);

        assertThat(Noise.between(before, new Processor.Machine(2000, 910, 5), 800, 0)
                        .quiet())
                .isTrue();
        assertThat(Noise.between(before, new Processor.Machine(2000, 910, 5), 700, 0)
                        .verdict())
                .contains("NOT A RESULT", "11.0 % used by other processes");
        assertThat(Noise.between(before, new Processor.Machine(2000, 900, 50), 800, 0)
                        .verdict())
                .contains("NOT A RESULT", "5.0 % stolen");
    }

    @Test
    void aGoalIsARatioToABaselineOfTheSameRun() {
        var results = new Results();
        results.add(new Row(Row.P13N, ROW.target(), List.of()), 800, 900);
        results.add(new Row("standard", ROW.target(), List.of()), 100, 300);
        results.add(new Row("durable floor", ROW.target(), List.of()), 2000, 2000);

        List<Goal> goals = Goal.of(results);

        assertThat(goals).extracting(Goal::reached).containsExactly(true, false, false);
        assertThat(goals).extracting(Goal::found).containsExactly(8.0, 800.0 / 300, 0.4);
        assertThat(new Goal("CPU", 2.5, false, 2.6).reached()).isFalse();
        assertThat(new Goal("CPU", 2.5, false, 2.4).reached()).isTrue();
    }

    @Test
    void filesCanBeReadByOthers() throws Exception {
        var results = new Results();
        results.add(ROW, outcome(10), Map.of("client", 5L));
        results.add(ROW, 500, 900);
        results.add(new Idle(Map.of("broker", 12.5)));
        results.conclude(new Noise(0, 0.5, 1), Map.of("floor", 100L));
        var plan = new Plan(
                1,
                List.of(1),
                Duration.ZERO,
                List.of(RATE),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                1,
                new Ladder(List.of(1)),
                Duration.ZERO,
                List.of());

        List<Path> files = Report.write(directory, plan, results);

        var json = JsonMapper.shared().readTree(Files.readString(files.get(0)));
        assertThat(json.at("/result").asBoolean(true)).isFalse();
        assertThat(json.at("/rows/floor/held/median").asInt()).isEqualTo(500);
        assertThat(json.at("/rows/floor/at/100/millis/p99.9/median").asDouble()).isEqualTo(10, within(0.1));
        assertThat(json.at("/idleMillisPerSecond/broker/median").asDouble()).isEqualTo(12.5);
        var plot = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(files.get(1).toFile());
        assertThat(plot.getElementsByTagName("polyline").getLength()).isEqualTo(1);
    }

    /** Of the rates 100 and 200; the outcomes are all that there are, in the order in which they are asked for. */
    private static int highestOf(Outcome... outcomes) {
        var next = List.of(outcomes).iterator();
        int highest = new Search(new Ladder(List.of(100, 200)), rate -> next.next()).highest(Outcome::held, 0);
        assertThat(next.hasNext()).isFalse();
        return highest;
    }

    private static Outcome ok() {
        return outcome(10);
    }

    private static Outcome slow() {
        Outcome slow = outcome(60);
        slow.micros().recordValueWithCount(60_000, 5);
        return slow;
    }

    /** A hundred answers, of 1 ms but for the slowest. */
    private static Outcome outcome(int slowestMillis) {
        var micros = Outcome.histogram();
        micros.recordValueWithCount(1_000, 99);
        micros.recordValue(slowestMillis * 1_000L);
        return new Outcome(RATE, micros, 100, 0, 0, 0, 0);
    }
}
