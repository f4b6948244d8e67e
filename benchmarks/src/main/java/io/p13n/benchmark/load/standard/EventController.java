package io.p13n.benchmark.load.standard;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.http.MediaType;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Publishes an event and answers with what comes back for it. */
@RestController
class EventController {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReplyingKafkaTemplate<String, String, String> kafka;
    private final JsonMapper json;

    EventController(ReplyingKafkaTemplate<String, String, String> kafka, JsonMapper json) {
        this.kafka = kafka;
        this.json = json;
    }

    @PostMapping(path = "/{database}/{table}", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<String> accept(@RequestBody byte[] body) {
        PageView event = json.readValue(body, PageView.class);
        var request = new ProducerRecord<>(StandardService.EVENTS, event.customerId(), json.writeValueAsString(event));
        return Mono.fromFuture(() -> kafka.sendAndReceive(request, LIMIT)).map(ConsumerRecord::value);
    }
}
