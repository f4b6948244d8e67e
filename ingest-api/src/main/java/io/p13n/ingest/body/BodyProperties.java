package io.p13n.ingest.body;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of any request's body; each route bounds the size of its own.
 *
 * @param timeout how long a body may take to arrive; slower ones are refused and the connection is closed
 */
@ConfigurationProperties("p13n.ingest.body")
record BodyProperties(@DefaultValue("10s") Duration timeout) {}
