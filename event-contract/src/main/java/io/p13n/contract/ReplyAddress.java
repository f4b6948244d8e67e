package io.p13n.contract;

/**
 * Where an ingest replica listens for replies.
 *
 * @param host a host name or an IP address (an IPv6 address without brackets)
 * @param port 1 to 65535
 */
public record ReplyAddress(String host, int port) {

    public ReplyAddress {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a reply address: '" + host + "' port " + port);
        }
    }

    /** Parses {@code host:port}, the form that {@link #toString()} gives. The last colon counts. */
    public static ReplyAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not of the form host:port: " + text);
        }
        return new ReplyAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
