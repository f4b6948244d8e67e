package io.p13n.contract;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.InetAddress;
import java.util.List;

/**
 * Ranges of IP addresses in CIDR notation, IPv4 and IPv6. An IPv4 address mapped into IPv6 ({@code ::ffff:10.0.0.1})
 * counts as the IPv4 address.
 */
public final class AddressRanges {

    /** Loopback and private addresses: where replicas of one installation normally find each other. */
    public static final List<String> LOOPBACK_AND_PRIVATE =
            List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    /** The library also reads wildcards, empty strings and single segments; none of them belongs into an allow list. */
    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(AddressStringParameters.RangeParameters.NO_RANGE)
            .toParams();

    private final List<IPAddress> ranges;

    private AddressRanges(List<IPAddress> ranges) {
        this.ranges = ranges;
    }

    /**
     * Reads ranges, or single addresses.
     *
     * @throws IllegalArgumentException if one is not an address or a CIDR block; the message names it
     */
    public static AddressRanges parse(List<String> blocks) {
        return new AddressRanges(blocks.stream().map(AddressRanges::block).toList());
    }

    /**
     * Reads the ranges of a setting. A failure has no cause: a start that is refused tells the deepest one alone.
     *
     * @throws IllegalArgumentException if one is not an address or a CIDR block; the message names it and the setting
     */
    public static AddressRanges parse(String setting, List<String> blocks) {
        try {
            return parse(blocks);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(setting + ": " + malformed.getMessage());
        }
    }

    /** Tells whether the address lies in one of the ranges. */
    public boolean contains(InetAddress address) {
        if (ranges.isEmpty()) {
            return false;
        }
        IPAddress wanted = unmapped(new IPAddressString(address.getHostAddress()).getAddress());
        return ranges.stream().anyMatch(range -> range.contains(wanted));
    }

    private static IPAddress block(String text) {
        try {
            IPAddress address = new IPAddressString(text, STRICT).toAddress();
            if (address == null) {
                throw new IllegalArgumentException("'" + text + "' is not an IP address or a CIDR block");
            }
            return unmapped(address).toPrefixBlock();
        } catch (AddressStringException malformed) {
            throw new IllegalArgumentException("'" + text + "' is not an IP address or a CIDR block", malformed);
        }
    }

    private static IPAddress unmapped(IPAddress address) {
        return address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
