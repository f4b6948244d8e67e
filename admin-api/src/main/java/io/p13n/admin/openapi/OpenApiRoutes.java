package io.p13n.admin.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The document; it needs no key. */
@Configuration(proxyBeanMethods = false)
class OpenApiRoutes {

    private static final MediaType YAML = new MediaType("application", "yaml");

    @Bean
    RouterFunction<ServerResponse> openApiDocument() throws IOException {
        String document = new ClassPathResource("openapi.yaml", OpenApiRoutes.class).getContentAsString(UTF_8);
        return RouterFunctions.route(
                GET("/openapi.yaml"),
                request -> ServerResponse.ok().contentType(YAML).bodyValue(document));
    }
}
