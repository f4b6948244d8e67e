package io.p13n.ingest.personalization;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of a request to the personalization API.
 *
 * @param deadline how long a caller waits for a decision; then it gets a 202
 * @param maxBody the largest event
 */
@Validated
@ConfigurationProperties("p13n.ingest.personalization")
record PersonalizationProperties(
        @DefaultValue("500ms") Duration deadline,
        @DefaultValue("1MB") DataSize maxBody) {}
