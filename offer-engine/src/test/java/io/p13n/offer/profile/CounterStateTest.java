package io.p13n.offer.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterStateTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void anEventCountsForOneWindowShortByAtMostOneBucket() {
        var state = counted(null, NOON);

        assertThat(state.sum(HOUR, NOON.plusSeconds(59 * 60 + 59))).isEqualTo(1);
        assertThat(state.sum(HOUR, NOON.plusSeconds(3600))).isZero();
    }

    /** Whatever came when, in whatever order: at least what is of the last 59 sixtieths, at most what is of all sixty. */
    @Test
    void aSumIsThatOfItsWindowOrShortByItsFarthestSixtieth() {
        var windows = List.of(Duration.ofMinutes(1), Duration.ofMinutes(7), HOUR);
        qt().withExamples(2_000).forAll(longs().all()).checkAssert(seed -> {
            var random = new Random(seed);
            var now = NOON.plusMillis(random.nextInt(3_600_000));
            var events =
                    Stream.generate(() -> randomly(windows, random)).limit(15).toList();
            CounterState state = null;
            for (var event : events) {
                state = CounterState.apply(
                        state, Windows.of(windows), 1_000_000L * event.increment(), now.minus(event.age()));
            }
            for (var window : windows) {
                var least =
                        sum(events, age -> age.compareTo(window.multipliedBy(59).dividedBy(60)) <= 0);
                var most = sum(events, age -> age.compareTo(window) < 0);
                assertThat(Objects.requireNonNull(state).sum(window, now))
                        .as("%s ago of %s at %s", events, window, now)
                        .isBetween(least, most);
            }
        });
    }

    private record Counted(Duration age, int increment) {}

    /** Often near an end of one of the windows, where it matters. */
    private static Counted randomly(List<Duration> windows, Random random) {
        var window = windows.get(random.nextInt(windows.size())).toMillis();
        var age = switch (random.nextInt(3)) {
            case 0 -> window + random.nextInt(2001) - 1000;
            case 1 -> window * 59 / 60 + random.nextInt(2001) - 1000;
            default -> random.nextInt(4_000_000);
        };
        return new Counted(Duration.ofMillis(age), 1 + random.nextInt(5));
    }

    private static double sum(List<Counted> events, Predicate<Duration> ages) {
        return events.stream()
                .filter(event -> ages.test(event.age()))
                .mapToInt(Counted::increment)
                .sum();
    }

    @Test
    void anEventOfAClockAheadCountsAlready() {
        assertThat(counted(null, NOON.plusSeconds(120)).sum(HOUR, NOON)).isEqualTo(1);
    }

    @Test
    void anEventOlderThanTheWindowIsForgottenWheneverItComes() {
        var old = NOON.minusSeconds(7200);

        assertThat(counted(counted(null, NOON), old)).isEqualTo(counted(counted(null, old), NOON));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 100000",
        "19.99, 19990000",
        "60, 60000000",
        "-2.5, -2500000",
        "0.0000005, 0",
        "0.0000015, 2",
        "1e12, 1000000000000000000",
        "1e12000,",
        "1e-999999999, 0",
        "1.0000000001e12,",
        "NaN,",
        "ten,",
        "0x10,"
    })
    void anIncrementIsADecimalWithSixPlaces(String text, @Nullable Long micros) {
        assertThat(Micros.of(text)).isEqualTo(micros);
    }

    @Test
    void numbersOfEachKindAreIncrements() {
        assertThat(Micros.of(3L)).isEqualTo(3_000_000);
        assertThat(Micros.of(0.1 + 0.2)).isEqualTo(300_000);
        assertThat(Micros.of(Long.MAX_VALUE)).isNull();
        assertThat(Micros.of(true)).isNull();
    }

    @Test
    void aSumStopsAtItsEnds() {
        assertThat(Micros.add(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Micros.add(Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
        assertThat(Micros.add(Long.MAX_VALUE, -1)).isEqualTo(Long.MAX_VALUE - 1);
    }

    private static CounterState counted(@Nullable CounterState before, Instant time) {
        return CounterState.apply(before, Windows.of(Set.of(HOUR)), 1_000_000, time);
    }
}
