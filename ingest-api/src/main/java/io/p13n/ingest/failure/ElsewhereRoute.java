package io.p13n.ingest.failure;

import static org.springframework.web.reactive.function.server.RequestPredicates.POST;
import static org.springframework.web.reactive.function.server.RequestPredicates.all;

import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What no other route takes. The contract judges the method before the path, so here too. */
@Configuration(proxyBeanMethods = false)
class ElsewhereRoute {

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RouterFunction<ServerResponse> elsewhere() {
        return RouterFunctions.route(POST("/**"), request -> noSuchRoute())
                .andRoute(all(), ElsewhereRoute::otherMethod);
    }

    private static Mono<ServerResponse> noSuchRoute() {
        return Mono.error(Refusal.ROUTE.because("no such route; events go to POST /{database}/{table},"
                + " /public/{database}/{table} or /records/{database}/{table}, where each name is 3 to 128 of 0-9, a-z"
                + " and _"));
    }

    private static Mono<ServerResponse> otherMethod(ServerRequest request) {
        Set<HttpMethod> allowed = allowed(request.path());
        request.exchange().getResponse().getHeaders().setAllow(allowed);
        return Mono.error(Refusal.METHOD.because("this method is not supported here; use "
                + (allowed.contains(HttpMethod.GET) ? HttpMethod.GET : HttpMethod.POST)));
    }

    private static Set<HttpMethod> allowed(String path) {
        if (path.startsWith("/openapi.")) {
            return Set.of(HttpMethod.GET);
        }
        boolean browsers = path.startsWith("/public/") || path.startsWith("/records/");
        return browsers ? Set.of(HttpMethod.POST, HttpMethod.OPTIONS) : Set.of(HttpMethod.POST);
    }
}
