package io.p13n.reactor.catalog;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How catalogs are held.
 *
 * @param refresh how often it is asked whether one has a newer generation, at least 100 ms
 * @param maxSize of one catalog, at least 1 byte, keys and columns as text; in memory it is some three times that
 */
@Validated
@ConfigurationProperties("p13n.reactor.catalogs")
record CatalogProperties(
        @DefaultValue(REFRESH) @DurationMin(millis = 100) Duration refresh,
        @DefaultValue("32MB") DataSize maxSize) {

    static final String REFRESH = "1s";

    CatalogProperties {
        if (maxSize.toBytes() < 1) {
            throw new IllegalArgumentException("p13n.reactor.catalogs.max-size is at least 1B, not " + maxSize);
        }
    }
}
