package io.p13n.benchmark.load.floor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** WebFlux that reads an event and answers a constant. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class Floor {

    public static void main(String... arguments) {
        SpringApplication.run(Floor.class, arguments);
    }

    @Bean
    RouterFunction<ServerResponse> events() {
        return RouterFunctions.route()
                .POST(
                        "/{database}/{table}",
                        request -> request.bodyToMono(byte[].class).then(Offers.answer()))
                .build();
    }
}
