package io.p13n.ingest.reply;

import io.p13n.contract.AddressRanges;
import io.p13n.contract.ReplyAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where this replica listens for replies.
 *
 * @param bindAddress the address to listen on
 * @param port the port to listen on, 1 to 65535
 * @param advertisedHost by which reactors reach this replica: its IP address, or a name that resolves to it
 * @param ranges CIDR blocks in which ingest replicas may be, the same as the reactors'; none means loopback and private
 *     addresses
 * @param sslBundle the SSL bundle (its key and certificate, and the authority of the reactors' certificates) by which
 *     only reactors are let in; null for plain TCP, which is for a network that nobody else is on
 */
@Validated
@ConfigurationProperties("p13n.ingest.reply")
record ReplyProperties(
        @DefaultValue("127.0.0.1") @NotBlank String bindAddress,
        @DefaultValue("7070") @Min(1) @Max(65_535) int port,
        @DefaultValue("127.0.0.1") @NotBlank String advertisedHost,
        @DefaultValue List<String> ranges,
        @Nullable String sslBundle) {

    ReplyProperties {
        AddressRanges.parse("p13n.ingest.reply.ranges", ranges);
    }

    ReplyAddress address() {
        return new ReplyAddress(advertisedHost, port);
    }

    AddressRanges allowed() {
        return AddressRanges.parse(ranges.isEmpty() ? AddressRanges.LOOPBACK_AND_PRIVATE : ranges);
    }
}
