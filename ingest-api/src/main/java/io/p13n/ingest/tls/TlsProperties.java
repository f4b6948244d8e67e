package io.p13n.ingest.tls;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The listener for TLS.
 *
 * @param bundle which of {@code spring.ssl.bundle} it serves; where none is named there is no such listener
 * @param port where it listens
 */
@Validated
@ConfigurationProperties("p13n.ingest.tls")
record TlsProperties(
        @DefaultValue("") String bundle,
        @DefaultValue("8443") @Min(0) @Max(65_535) int port) {}
