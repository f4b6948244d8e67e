package io.p13n.deploy.kubernetes;

import java.util.Map;

/**
 * What an application listens on.
 *
 * @param environment its variables, which win over its own file; {@code ""} for what only the cluster knows
 */
public record Listeners(String application, Map<String, Object> environment) {

    /** The setting of a port, and that of the address to which it is bound: to all if there is none. */
    private static final Map<String, String> ADDRESSES = Map.of(
            "server.port", "server.address",
            "management.server.port", "management.server.address",
            "p13n.ingest.reply.port", "p13n.ingest.reply.bind-address");

    /** Whether others than its own host reach a port; an {@link AssertionError} if nothing listens there. */
    public boolean areReachedOn(Object port) {
        return ADDRESSES.entrySet().stream()
                .filter(each -> told(each.getKey()).equals(String.valueOf(port)))
                .findFirst()
                .map(each -> !isLoopback(told(each.getValue())))
                .orElseThrow(() -> new AssertionError(application + " does not listen on " + port));
    }

    private String told(String setting) {
        return String.valueOf(Settings.of(application, setting, environment));
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("localhost");
    }
}
