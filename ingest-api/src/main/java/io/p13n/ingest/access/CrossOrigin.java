package io.p13n.ingest.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells browsers which pages may read an answer. It comes before all checks, so that a page can read errors too.
 *
 * <p>On the public route the token says which origins may; where the request names no public token of ours, and on the
 * ingest API, the key does. A preflight carries neither: any origin that some key or token names is let through to the
 * request proper.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class CrossOrigin implements WebFilter {

    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, WP13n-Token, X-TD-Write-Key, X-Request-Id, Prefer";
    private static final String RESPONSE_HEADERS = "X-Request-Id, X-Event-Uuid, Retry-After";

    /** Seconds; how long a browser may spare itself the preflight. Each request proper is still checked. */
    private static final String MAX_AGE = "600";

    private final LiveDirectory directory;

    CrossOrigin(LiveDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean preflight = exchange.getRequest().getMethod().equals(HttpMethod.OPTIONS);
        String path = exchange.getRequest().getPath().value();
        boolean publicRoute = path.startsWith("/public/");
        if (publicRoute || path.startsWith("/records/")) {
            Credentials presented = Credentials.of(exchange.getRequest().getHeaders());
            String origin = presented.origin();
            if (origin != null && allows(presented, origin, publicRoute, preflight)) {
                allow(origin, preflight, exchange.getResponse().getHeaders());
            }
        }
        return chain.filter(preflight ? routable(exchange) : exchange);
    }

    private boolean allows(Credentials presented, String origin, boolean publicRoute, boolean preflight) {
        Directory current = directory.current();
        if (preflight) {
            return current.names(origin);
        }
        GrantedToken token = publicRoute ? presented.token(current) : null;
        if (token != null && token.isPublic()) {
            return token.allowedOrigins().contains(origin);
        }
        return names(publicRoute ? presented.key(current) : presented.keyOfRecords(current), origin);
    }

    /** A key without origins is a server's; it lets no page read. */
    private static boolean names(@Nullable GrantedKey key, String origin) {
        return key != null && key.origins().contains(origin);
    }

    private static void allow(String origin, boolean preflight, HttpHeaders headers) {
        headers.setAccessControlAllowOrigin(origin);
        headers.setAccessControlAllowCredentials(true);
        headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        headers.setVary(List.of(HttpHeaders.ORIGIN));
        if (preflight) {
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST");
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
            headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        }
    }

    /** The framework would refuse a preflight itself, by rules and in words that are not ours. */
    private static ServerWebExchange routable(ServerWebExchange exchange) {
        return exchange.mutate()
                .request(request ->
                        request.headers(headers -> headers.remove(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)))
                .build();
    }
}
