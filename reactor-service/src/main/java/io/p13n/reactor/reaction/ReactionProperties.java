package io.p13n.reactor.reaction;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How events are reacted to.
 *
 * @param uuidWindow for how long, by moments of acceptance, a second event with the same uuid changes nothing
 * @param largeResponse what the body of an answer should not exceed; a larger one is sent, and counted
 */
@Validated
@ConfigurationProperties("p13n.reactor")
record ReactionProperties(
        @DefaultValue("24h") Duration uuidWindow,
        @DefaultValue("10KB") DataSize largeResponse) {}
