package io.p13n.reactor.reply;

import io.p13n.contract.AddressRanges;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How replies are sent.
 *
 * @param ranges CIDR blocks in which ingest replicas may be; none means loopback and private addresses
 * @param queue batches of replies that may wait for one connection, at least 1; further ones are dropped
 * @param connectTimeout how long a connection may take to open; 1 ms to 1 min
 * @param stale a reply is not sent when its deadline is past by more than this (0 to 5 min), for then nobody can wait any more
 * @param sslBundle the SSL bundle (its key and certificate, and the authority of the ingest replicas' certificates) by
 *     which this replica shows itself and knows the others; null for plain TCP
 */
@Validated
@ConfigurationProperties("p13n.reactor.reply")
record ReplyProperties(
        @DefaultValue List<String> ranges,
        @DefaultValue("1024") @Min(1) int queue,

        @DefaultValue("1s") @DurationMin(millis = 1) @DurationMax(minutes = 1)
        Duration connectTimeout,

        @DefaultValue("10s") @DurationMin @DurationMax(minutes = 5)
        Duration stale,

        @Nullable String sslBundle) {

    ReplyProperties {
        AddressRanges.parse("p13n.reactor.reply.ranges", ranges);
    }

    AddressRanges allowed() {
        return AddressRanges.parse(ranges.isEmpty() ? AddressRanges.LOOPBACK_AND_PRIVATE : ranges);
    }
}
