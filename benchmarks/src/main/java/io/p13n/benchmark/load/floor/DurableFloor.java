package io.p13n.benchmark.load.floor;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** WebFlux that answers a constant when the broker has acknowledged the event. It decides nothing. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DurableFloor {

    private static final String TOPIC = "floor.events";
    private static final int PARTITIONS = 12; // as many as a service of p13n has

    public static void main(String... arguments) {
        new SpringApplicationBuilder(DurableFloor.class)
                .properties(
                        "spring.kafka.producer.value-serializer=" + ByteArraySerializer.class.getName(),
                        "spring.kafka.producer.properties.linger.ms=0")
                .run(arguments);
    }

    @Bean
    NewTopic topic() {
        return TopicBuilder.name(TOPIC).partitions(PARTITIONS).build();
    }

    @Bean
    RouterFunction<ServerResponse> events(KafkaTemplate<String, byte[]> kafka) {
        return RouterFunctions.route()
                .POST(
                        "/{database}/{table}",
                        request -> request.bodyToMono(byte[].class)
                                .flatMap(event -> Mono.fromFuture(() -> kafka.send(TOPIC, event)))
                                .then(Offers.answer()))
                .build();
    }
}
