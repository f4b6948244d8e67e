package io.p13n.reactor.reaction;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How events are reacted to.
 *
 * @param uuidWindow for how long, by moments of acceptance, a second event with the same uuid changes nothing;
 *     1 min to 30 d
 * @param uuidPurge how often uuids that can't matter any more are forgotten; 100 ms to 1 d
 * @param largeResponse what the body of an answer should not exceed, at least 1 byte; a larger one is sent, and counted
 */
@Validated
@ConfigurationProperties("p13n.reactor")
record ReactionProperties(
        @DefaultValue("24h") @DurationMin(minutes = 1) @DurationMax(days = 30)
        Duration uuidWindow,

        @DefaultValue(UUID_PURGE) @DurationMin(millis = 100) @DurationMax(days = 1)
        Duration uuidPurge,

        @DefaultValue("10KB") DataSize largeResponse) {

    static final String UUID_PURGE = "10m";

    ReactionProperties {
        if (largeResponse.toBytes() < 1) {
            throw new IllegalArgumentException("p13n.reactor.large-response is at least 1B, not " + largeResponse);
        }
    }
}
