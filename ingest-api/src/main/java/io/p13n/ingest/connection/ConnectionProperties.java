package io.p13n.ingest.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of a connection.
 *
 * @param most how many may be open at a time, on all listeners for callers together
 * @param idle within which the next request's line and headers must be there, whole, after the connection was opened or
 *     the last answer was sent
 * @param linger how long a caller that still sends may go on after it was answered, so that it gets to read the answer
 */
@ConfigurationProperties("p13n.ingest.connection")
record ConnectionProperties(
        @DefaultValue("20000") int most,
        @DefaultValue("60s") Duration idle,
        @DefaultValue("2s") Duration linger) {}
