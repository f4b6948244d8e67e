package io.p13n.admin.access;

import io.p13n.admin.http.RequestId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Who orders something, as the audit tells it.
 *
 * @param account whose key it is, and all that it acts on
 * @param key the key's name, or what else brought the order
 * @param address the peer's; absent for what came by no request
 * @param requestId names the request in the log; likewise
 */
public record Caller(
        long account,
        String key,
        @Nullable String address,
        @Nullable String requestId) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /** Who made this request, which {@link MasterKeys} let in. */
    public static Caller of(ServerRequest request) {
        return (Caller) request.attribute(ATTRIBUTE)
                .orElseThrow(() -> new IllegalStateException("this route is not behind MasterKeys"));
    }

    /** Who gives an order beside the running installation, with its settings. */
    public static Caller command(long account) {
        return new Caller(account, "command", null, null);
    }

    static Caller of(long account, String key, ServerRequest request) {
        String address = request.remoteAddress()
                .map(InetSocketAddress::getAddress)
                .map(peer -> String.valueOf(peer.getHostAddress()))
                .orElse("unknown");
        return new Caller(account, key, address, RequestId.of(request.exchange()));
    }

    void enter(ServerRequest request) {
        request.attributes().put(ATTRIBUTE, this);
    }
}
