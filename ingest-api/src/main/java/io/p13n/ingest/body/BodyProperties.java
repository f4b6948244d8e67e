package io.p13n.ingest.body;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of any request's body; each route bounds the size of its own.
 *
 * @param timeout how long a body may take to arrive; 1 ms to 10 min; slower ones are refused and the connection
 *     is closed
 */
@Validated
@ConfigurationProperties("p13n.ingest.body")
record BodyProperties(
        @DefaultValue("10s") @DurationMin(millis = 1) @DurationMax(minutes = 10)
        Duration timeout) {}
