package io.p13n.admin.startup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the application starts.
 *
 * @param patience how long each step waits for PostgreSQL or Kafka; 1 s to 1 h
 */
@ConfigurationProperties("p13n.admin")
record StartProperties(@DefaultValue("2m") Duration patience) {

    StartProperties {
        if (patience.compareTo(Duration.ofSeconds(1)) < 0 || patience.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("p13n.admin.patience is 1s to 1h, not " + patience);
        }
    }
}
