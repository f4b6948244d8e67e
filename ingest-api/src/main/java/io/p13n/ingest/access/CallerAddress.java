package io.p13n.ingest.access;

import io.netty.util.NetUtil;
import io.p13n.contract.AddressRanges;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Finds a caller's address: the peer's, or behind trusted proxies the right-most one that is not theirs.
 *
 * <p>A proxy appends to one of the two headers and passes the other as it came. Where both are there, one may be the
 * caller's invention, so they must agree; where they don't, or an entry is no address, nobody knows the caller, and an
 * allow list refuses it.
 */
@Component
class CallerAddress {

    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(\"[^\"]*\"|[^;\\s]*)");
    private static final Pattern PORT_OF_V4 = Pattern.compile("([0-9.]+):\\d{1,5}");
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9a-fA-F:.]+)](?::\\d{1,5})?");

    private final AddressRanges proxies;

    CallerAddress(ProxyProperties properties) {
        this.proxies = properties.trusted();
    }

    @Nullable
    InetAddress of(ServerRequest request) {
        InetAddress peer =
                request.remoteAddress().map(InetSocketAddress::getAddress).orElse(null);
        return of(peer, request.headers().header("Forwarded"), request.headers().header("X-Forwarded-For"));
    }

    /** The caller behind this peer; null if nobody knows. */
    @Nullable
    InetAddress of(@Nullable InetAddress peer, List<String> forwarded, List<String> forwardedFor) {
        if (peer == null || !proxies.contains(peer) || (forwarded.isEmpty() && forwardedFor.isEmpty())) {
            return peer;
        }
        if (forwarded.isEmpty()) {
            return rightmost(entries(forwardedFor));
        }
        InetAddress caller =
                rightmost(entries(forwarded).stream().map(CallerAddress::node).toList());
        boolean agreed = forwardedFor.isEmpty() || (caller != null && caller.equals(rightmost(entries(forwardedFor))));
        return agreed ? caller : null;
    }

    private static List<String> entries(List<String> lines) {
        var entries = new ArrayList<String>();
        lines.forEach(line -> List.of(line.split(",", -1)).forEach(entry -> entries.add(entry.strip())));
        return entries;
    }

    /** What stands behind {@code for=} in an element of {@code Forwarded}. */
    private static String node(String element) {
        Matcher parameter = FOR.matcher(element);
        return parameter.find() ? parameter.group(1).replace("\"", "") : "";
    }

    /** Of proxies alone: the left-most, which then is the caller. */
    private @Nullable InetAddress rightmost(List<String> entries) {
        InetAddress address = null;
        for (int i = entries.size() - 1; i >= 0; i--) {
            address = address(entries.get(i));
            if (address == null || !proxies.contains(address)) {
                return address;
            }
        }
        return address;
    }

    /** Reads literals alone: a name would be asked of the DNS. */
    private static @Nullable InetAddress address(String entry) {
        Matcher port = PORT_OF_V4.matcher(entry);
        Matcher bracketed = BRACKETED.matcher(entry);
        String literal = port.matches() ? port.group(1) : bracketed.matches() ? bracketed.group(1) : entry;
        return NetUtil.createInetAddressFromIpAddressString(literal);
    }
}
