package io.p13n.ingest.records;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of a request to the ingest API.
 *
 * @param maxEvents how many events one request may bring
 * @param maxEvent the largest event
 * @param maxBatch the largest body, inflated
 */
@Validated
@ConfigurationProperties("p13n.ingest.records")
record RecordsProperties(
        @DefaultValue("500") @Min(1) int maxEvents,
        @DefaultValue("1MB") DataSize maxEvent,
        @DefaultValue("5MB") DataSize maxBatch) {}
