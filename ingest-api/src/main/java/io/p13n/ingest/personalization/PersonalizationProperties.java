package io.p13n.ingest.personalization;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of a request to the personalization API.
 *
 * @param deadline how long a caller waits for a decision that does not say so itself; then it gets a 202
 * @param maxWait how long a caller may wait by {@code Prefer: wait}; longer wishes are cut to it
 * @param maxBody the largest event, inflated
 */
@Validated
@ConfigurationProperties("p13n.ingest.personalization")
record PersonalizationProperties(
        @DefaultValue("500ms") Duration deadline,
        @DefaultValue("10s") Duration maxWait,
        @DefaultValue("1MB") DataSize maxBody) {}
