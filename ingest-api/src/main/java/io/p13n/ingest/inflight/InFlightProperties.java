package io.p13n.ingest.inflight;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much may be under way at once; what comes beyond is refused at once, with 2013.
 *
 * @param requests requests that were let in and are not answered yet, at least 1
 * @param memory bytes of their bodies, as received and as inflated; at least 1
 */
@Validated
@ConfigurationProperties("p13n.ingest.in-flight")
record InFlightProperties(
        @DefaultValue("10000") @Min(1) int requests,
        @DefaultValue("128MB") @Min(1) DataSize memory) {}
