package io.p13n.reactor.consume;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a replica consumes.
 *
 * @param concurrency consumers of each group of a service in this replica, at least 1; more than partitions idle
 * @param deletedServiceIdle the groups of a deleted service end when nothing has come for so long (1 ms to 1 d); by then all ingest
 *     replicas know of the deletion
 * @param archiveWait for how long at most events gather before the archive stores them together (0 to 10 s); decisions never wait
 */
@Validated
@ConfigurationProperties("p13n.reactor.consume")
record ConsumeProperties(
        @DefaultValue("1") @Min(1) int concurrency,

        @DefaultValue("1m") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration deletedServiceIdle,

        @DefaultValue("500ms") @DurationMin @DurationMax(seconds = 10)
        Duration archiveWait) {}
