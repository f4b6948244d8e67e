package io.p13n.ingest.publish;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How events are published.
 *
 * @param timeout how long the log may take to acknowledge an event
 * @param memory how much may wait to be sent; more is refused at once
 */
@Validated
@ConfigurationProperties("p13n.ingest.publish")
record PublishProperties(
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("32MB") DataSize memory) {}
