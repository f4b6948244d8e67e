package io.p13n.ingest.drain;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a replica takes its leave.
 *
 * @param notice how long it serves on after it has said that it is not ready any more, so that load balancers and callers
 *     go elsewhere; below {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
@ConfigurationProperties("p13n.ingest.drain")
record DrainProperties(@DefaultValue("5s") Duration notice) {}
