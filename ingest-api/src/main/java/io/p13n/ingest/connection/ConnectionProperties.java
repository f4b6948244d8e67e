package io.p13n.ingest.connection;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of a connection.
 *
 * @param most how many may be open at a time, on all listeners for callers together; at least 1
 * @param idle within which the next request's line and headers must be there, whole, after the connection was opened or
 *     the last answer was sent; 1 ms to 1 h
 * @param linger how long a caller that still sends may go on after it was answered, so that it gets to read the answer;
 *     0 to 1 min
 */
@Validated
@ConfigurationProperties("p13n.ingest.connection")
record ConnectionProperties(
        @DefaultValue("20000") @Min(1) int most,

        @DefaultValue("60s") @DurationMin(millis = 1) @DurationMax(hours = 1)
        Duration idle,

        @DefaultValue("2s") @DurationMin @DurationMax(minutes = 1)
        Duration linger) {}
