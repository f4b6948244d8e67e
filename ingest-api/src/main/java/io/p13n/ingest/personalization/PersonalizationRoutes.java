package io.p13n.ingest.personalization;

import static org.springframework.web.reactive.function.server.RequestPredicates.OPTIONS;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import io.p13n.offer.definition.Token;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class PersonalizationRoutes {

    private static final String TABLE = "/{database:[0-9a-z_]{3,128}}/{table:[0-9a-z_]{3,128}}";

    @Bean
    @Order(0)
    RouterFunction<ServerResponse> decisionRoutes(Personalization personalization) {
        return RouterFunctions.route(
                        POST(TABLE).and(PersonalizationRoutes::isDatabase),
                        request -> personalization.decide(Token.Kind.PRIVATE, request))
                .andRoute(
                        POST("/public" + TABLE).and(PersonalizationRoutes::isDatabase),
                        request -> personalization.decide(Token.Kind.PUBLIC, request))
                .andRoute(
                        OPTIONS("/public" + TABLE).and(PersonalizationRoutes::isDatabase),
                        preflight -> ServerResponse.noContent().build());
    }

    private static boolean isDatabase(ServerRequest request) {
        String database = request.pathVariable("database");
        return !database.equals("public") && !database.equals("records");
    }
}
