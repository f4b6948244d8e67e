package io.p13n.ingest.personalization;

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
 * The bounds of a request to the personalization API.
 *
 * @param deadline how long a caller waits for a decision that does not say so itself, 1 ms to 5 min; then it gets a 202
 * @param maxWait how long a caller may wait by {@code Prefer: wait}; 1 ms to 5 min; longer wishes are cut to it
 * @param maxBody the largest event, inflated; 1 byte to 1 MB, for a record of the log holds at most 2 MB with its headers
 */
@Validated
@ConfigurationProperties("p13n.ingest.personalization")
record PersonalizationProperties(
        @DefaultValue("500ms") @DurationMin(millis = 1) @DurationMax(minutes = 5)
        Duration deadline,

        @DefaultValue("10s") @DurationMin(millis = 1) @DurationMax(minutes = 5)
        Duration maxWait,

        @DefaultValue("1MB") @Min(1) @Max(1 << 20) DataSize maxBody) {}
