package io.p13n.admin.imports;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How uploads go.
 *
 * @param atOnce uploads that one replica takes at a time, 1 to 64; more are refused
 * @param valuesPerSecond of one upload that are written, 100 to 10 million: memberships, values of attributes, or rows of a
 *     catalog; so that decisions are not slowed down
 * @param silence how long the sender may be silent, 1 s to 10 min
 * @param sweep how often rows that no longer count are looked for, 100 ms to 1 h
 */
@Validated
@ConfigurationProperties("p13n.admin.imports")
record ImportProperties(
        @DefaultValue("4") int atOnce,
        @DefaultValue("2500") int valuesPerSecond,
        @DefaultValue("30s") Duration silence,
        @DefaultValue("10s") Duration sweep) {

    ImportProperties {
        within("at-once", atOnce, 1, 64);
        within("values-per-second", valuesPerSecond, 100, 10_000_000);
        within("silence", silence, Duration.ofSeconds(1), Duration.ofMinutes(10));
        within("sweep", sweep, Duration.ofMillis(100), Duration.ofHours(1));
    }

    private static <T extends Comparable<T>> void within(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "p13n.admin.imports." + name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
