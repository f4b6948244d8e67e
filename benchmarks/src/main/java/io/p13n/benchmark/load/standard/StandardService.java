package io.p13n.benchmark.load.standard;

import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

/** Accepts events and decides, both in this process; Kafka is between them. */
@SpringBootApplication(proxyBeanMethods = false)
class StandardService {

    static final String EVENTS = "standard.events";
    static final String REPLIES = "standard.replies";

    private static final int PARTITIONS = 12; // as many as a service of p13n has

    public static void main(String... arguments) {
        new SpringApplicationBuilder(StandardService.class)
                .properties("spring.kafka.producer.properties.linger.ms=0") // else every reply waits 5 ms, twice
                .run(arguments);
    }

    @Bean
    NewTopic events() {
        return TopicBuilder.name(EVENTS).partitions(PARTITIONS).build();
    }

    @Bean
    NewTopic replies() {
        return TopicBuilder.name(REPLIES).partitions(1).build();
    }

    /** By which the listener replies. */
    @Bean
    KafkaTemplate<Object, Object> sending(ProducerFactory<Object, Object> producers) {
        return new KafkaTemplate<>(producers);
    }

    @Bean
    ConcurrentMessageListenerContainer<String, String> replyContainer(
            ConcurrentKafkaListenerContainerFactory<String, String> containers) {
        var container = containers.createContainer(REPLIES);
        container.getContainerProperties().setGroupId(REPLIES);
        return container;
    }

    @Bean
    ReplyingKafkaTemplate<String, String, String> replying(
            ProducerFactory<String, String> producers,
            ConcurrentMessageListenerContainer<String, String> replyContainer) {
        return new ReplyingKafkaTemplate<>(producers, replyContainer);
    }
}
