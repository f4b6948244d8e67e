package io.p13n.reactor.retention;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is kept.
 *
 * @param idleProfiles a profile goes when its latest event is older, at least 1d; unset, profiles stay for ever
 * @param journal an entry of the journal of merges goes when its event is older, at least 1d
 * @param tombstones the plain tombstone of an erased id goes after this, at least 1h: longer than any batch is in flight;
 *     the topic of erasures, which names nobody, goes on keeping older events out
 * @param every how often it is looked for what is old, at least 100ms
 * @param imports what is told of an upload goes so long after it ended, at least 1h; what it brought stays
 */
@ConfigurationProperties("p13n.reactor.retention")
record RetentionProperties(
        @Nullable Duration idleProfiles,
        @DefaultValue("400d") Duration journal,
        @DefaultValue("1d") Duration tombstones,
        @DefaultValue(EVERY) Duration every,
        @DefaultValue("30d") Duration imports) {

    static final String EVERY = "1h";

    RetentionProperties {
        atLeast("every", Duration.ofMillis(100), every);
        atLeast("idle-profiles", Duration.ofDays(1), idleProfiles);
        atLeast("journal", Duration.ofDays(1), journal);
        atLeast("tombstones", Duration.ofHours(1), tombstones);
        atLeast("imports", Duration.ofHours(1), imports);
    }

    private static void atLeast(String name, Duration least, @Nullable Duration value) {
        if (value != null && value.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "p13n.reactor.retention." + name + " is at least " + least + ", not " + value);
        }
    }
}
