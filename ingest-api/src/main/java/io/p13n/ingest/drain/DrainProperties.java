package io.p13n.ingest.drain;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a replica takes its leave.
 *
 * @param notice how long it serves on after it has said that it is not ready any more, so that load balancers and callers
 *     go elsewhere; 0 to 10 min, and below {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
@Validated
@ConfigurationProperties("p13n.ingest.drain")
record DrainProperties(
        @DefaultValue("5s") @DurationMin @DurationMax(minutes = 10)
        Duration notice) {}
