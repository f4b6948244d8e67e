package io.p13n.ingest.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The document, and a page that shows it. */
@Configuration(proxyBeanMethods = false)
class OpenApiRoutes {

    private static final MediaType YAML = new MediaType("application", "yaml");
    private static final MediaType HTML = new MediaType("text", "html", UTF_8);

    @Bean
    @Order(0)
    RouterFunction<ServerResponse> documentRoutes() throws IOException {
        String document = new ClassPathResource("openapi.yaml", OpenApiRoutes.class).getContentAsString(UTF_8);
        String page = OpenApiPage.of(document);
        return RouterFunctions.route(GET("/openapi.yaml"), request -> text(YAML, document))
                .andRoute(GET("/openapi.html"), request -> text(HTML, page));
    }

    private static Mono<ServerResponse> text(MediaType type, String text) {
        return ServerResponse.ok().contentType(type).bodyValue(text);
    }
}
