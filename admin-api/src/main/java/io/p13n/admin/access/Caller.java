package io.p13n.admin.access;

import io.p13n.admin.http.RequestId;
import java.net.InetSocketAddress;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Who calls, as the audit tells it.
 *
 * @param account whose key it is, and all that it acts on
 * @param key the key's name
 * @param address the peer's
 * @param requestId names the request in the log
 */
public record Caller(long account, String key, String address, String requestId) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /** Who made this request, which {@link MasterKeys} let in. */
    public static Caller of(ServerRequest request) {
        return (Caller) request.attribute(ATTRIBUTE)
                .orElseThrow(() -> new IllegalStateException("this route is not behind MasterKeys"));
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
