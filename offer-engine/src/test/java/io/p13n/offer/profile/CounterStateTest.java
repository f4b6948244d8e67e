package io.p13n.offer.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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
