package io.p13n.ingest.publish;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How events are published.
 *
 * @param timeout how long the log may take to acknowledge an event; 100 ms to 5 min
 * @param memory how much may wait to be sent, 4 MB to 1 GB; more is refused at once
 */
@Validated
@ConfigurationProperties("p13n.ingest.publish")
record PublishProperties(
        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
        Duration timeout,

        @DefaultValue("32MB") @Min(4 << 20) @Max(1 << 30) DataSize memory) {}
