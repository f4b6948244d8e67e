package io.p13n.ingest.access;

import io.p13n.contract.AddressRanges;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who stands between callers and this replica.
 *
 * @param proxies CIDR blocks, IPv4 and IPv6, of the proxies whose {@code Forwarded} and {@code X-Forwarded-For} are
 *     believed; none means that the peer is the caller
 */
@ConfigurationProperties("p13n.ingest")
record ProxyProperties(@DefaultValue List<String> proxies) {

    ProxyProperties {
        AddressRanges.parse("p13n.ingest.proxies", proxies);
    }

    AddressRanges trusted() {
        return AddressRanges.parse(proxies);
    }
}
