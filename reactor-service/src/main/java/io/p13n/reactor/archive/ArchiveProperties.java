package io.p13n.reactor.archive;

import io.p13n.reactor.retention.DayPartitions;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events are kept.
 *
 * @param retention for how long, by days of acceptance (UTC); at least a day, and a day goes as a whole
 * @param upkeep how often days of events and of decisions are made ahead and old ones dropped, at least 100 ms
 * @param connections to the database, for all that is kept, apart from those that decide, so that a slow archive holds none of them
 */
@Validated
@ConfigurationProperties("p13n.reactor.archive")
record ArchiveProperties(
        @DefaultValue("365d") Duration retention,

        @DefaultValue(DayPartitions.UPKEEP) @DurationMin(seconds = 1)
        Duration upkeep,

        @DefaultValue("2") @Min(1) int connections) {

    ArchiveProperties {
        if (retention.toDays() < 1) {
            throw new IllegalArgumentException("p13n.reactor.archive.retention is at least 1d, not " + retention);
        }
    }
}
