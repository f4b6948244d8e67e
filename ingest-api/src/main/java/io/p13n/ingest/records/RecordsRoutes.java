package io.p13n.ingest.records;

import static org.springframework.web.reactive.function.server.RequestPredicates.OPTIONS;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
class RecordsRoutes {

    private static final String TABLE = "/records/{database:[0-9a-z_]{3,128}}/{table:[0-9a-z_]{3,128}}";

    @Bean
    @Order(0)
    RouterFunction<ServerResponse> recordRoutes(Records records) {
        return RouterFunctions.route(POST(TABLE).and(RecordsRoutes::isDatabase), records::store)
                .andRoute(
                        OPTIONS(TABLE).and(RecordsRoutes::isDatabase),
                        preflight -> ServerResponse.noContent().build());
    }

    private static boolean isDatabase(ServerRequest request) {
        String database = request.pathVariable("database");
        return !database.equals("public") && !database.equals("records");
    }
}
