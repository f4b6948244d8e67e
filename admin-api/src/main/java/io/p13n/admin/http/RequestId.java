package io.p13n.admin.http;

import io.p13n.contract.RecordId;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Names each request through logs and traces: by the caller's name for it, if that is a sane one. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestId implements WebFilter {

    private static final String HEADER = "X-Request-Id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    /** The request's id. */
    public static String of(ServerWebExchange exchange) {
        String id = exchange.getResponse().getHeaders().getFirst(HEADER);
        return id == null ? "unknown" : id;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String offered = exchange.getRequest().getHeaders().getFirst(HEADER);
        boolean sane = offered != null && SANE.matcher(offered).matches();
        exchange.getResponse()
                .getHeaders()
                .set(HEADER, sane ? offered : RecordId.next().toString());
        return chain.filter(exchange);
    }
}
