package io.p13n.reactor.reply;

import io.p13n.contract.AddressRanges;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How replies are sent.
 *
 * @param ranges CIDR blocks in which ingest replicas may be; none means loopback and private addresses
 * @param queue batches of replies that may wait for one connection, at least 1; further ones are dropped
 * @param connectTimeout how long a connection may take to open
 * @param stale a reply is not sent when its deadline is past by more than this, for then nobody can wait any more
 */
@Validated
@ConfigurationProperties("p13n.reactor.reply")
record ReplyProperties(
        @DefaultValue List<String> ranges,
        @DefaultValue("1024") @Min(1) int queue,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("10s") Duration stale) {

    AddressRanges allowed() {
        return AddressRanges.parse(ranges.isEmpty() ? AddressRanges.LOOPBACK_AND_PRIVATE : ranges);
    }
}
