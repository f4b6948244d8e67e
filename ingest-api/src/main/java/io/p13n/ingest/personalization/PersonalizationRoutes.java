package io.p13n.ingest.personalization;

import static org.springframework.web.reactive.function.server.RequestPredicates.POST;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import io.p13n.ingest.failure.Refusal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Configuration(proxyBeanMethods = false)
class PersonalizationRoutes {

    private static final String PRIVATE = "/{database:[0-9a-z_]{3,128}}/{table:[0-9a-z_]{3,128}}";

    @Bean
    RouterFunction<ServerResponse> privateRoute(Personalization personalization) {
        return RouterFunctions.route(POST(PRIVATE).and(PersonalizationRoutes::isDatabase), personalization::decide)
                .andRoute(path(PRIVATE).and(PersonalizationRoutes::isDatabase), PersonalizationRoutes::otherMethod);
    }

    private static boolean isDatabase(ServerRequest request) {
        String database = request.pathVariable("database");
        return !database.equals("public") && !database.equals("records");
    }

    private static Mono<ServerResponse> otherMethod(ServerRequest request) {
        return Mono.error(Refusal.METHOD.because(request.method() + " is not supported here; use POST"));
    }
}
