package io.p13n.reactor.catalog;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much of catalogs is held.
 *
 * @param maxSize of one catalog, at least 1 byte, keys and columns as text; in memory it is some three times that
 */
@Validated
@ConfigurationProperties("p13n.reactor.catalogs")
record CatalogProperties(@DefaultValue("32MB") DataSize maxSize) {

    CatalogProperties {
        if (maxSize.toBytes() < 1) {
            throw new IllegalArgumentException("p13n.reactor.catalogs.max-size is at least 1B, not " + maxSize);
        }
    }
}
