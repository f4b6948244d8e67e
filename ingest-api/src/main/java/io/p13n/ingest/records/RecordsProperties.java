package io.p13n.ingest.records;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of a request to the ingest API.
 *
 * @param maxEvent the largest event; 1 byte to 1 MB
 * @param maxEvents how many events one request may bring, at least 1
 * @param maxBatch the largest body, inflated; 1 byte to 1 GB
 */
@Validated
@ConfigurationProperties("p13n.ingest.records")
record RecordsProperties(
        @DefaultValue("1MB") @Min(1) @Max(1 << 20) DataSize maxEvent,
        @DefaultValue("500") @Min(1) int maxEvents,
        @DefaultValue("5MB") @Min(1) @Max(1 << 30) DataSize maxBatch) {}
