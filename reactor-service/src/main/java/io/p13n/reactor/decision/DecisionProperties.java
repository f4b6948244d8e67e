package io.p13n.reactor.decision;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How decisions are kept, so that it can be told later why they were made.
 *
 * @param share how many of them: 0 none, 1 all; a sample by the event's id
 * @param rate at most so many a second on each replica, 1 to 100,000: what comes over it is not kept, and counted. Each
 *     costs some 0.1 ms of CPU time, most of it PostgreSQL's, and 1 to 4 KB for the time of the retention
 * @param retention for how long, by days of acceptance (UTC); at least a day, and a day goes as a whole. Without its event
 *     none can be told, so what is longer than the archive's is of no use
 */
@Validated
@ConfigurationProperties("p13n.reactor.decisions")
record DecisionProperties(
        @DefaultValue("1") @DecimalMin("0") @DecimalMax("1") double share,
        @DefaultValue("200") @Min(1) @Max(100_000) int rate,
        @DefaultValue("7d") Duration retention) {

    DecisionProperties {
        if (retention.toDays() < 1) {
            throw new IllegalArgumentException("p13n.reactor.decisions.retention is at least 1d, not " + retention);
        }
    }
}
