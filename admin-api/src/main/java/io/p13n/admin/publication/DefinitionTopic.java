package io.p13n.admin.publication;

import io.p13n.contract.DefinitionFeed;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the topic of the definitions holds. */
@Component
public final class DefinitionTopic {

    private static final Duration LONGEST_READ = Duration.ofSeconds(30);

    private final Map<String, Object> connection;

    DefinitionTopic(ConsumerFactory<?, ?> consumers) {
        this.connection = consumers.getConfigurationProperties();
    }

    /** Reads the topic to its end: the newest version of each definition. Fails with a {@link KafkaException} after 30 s. */
    public Mono<Collection<PublishedDefinition>> contents() {
        return Mono.defer(this::read);
    }

    private Mono<Collection<PublishedDefinition>> read() {
        Map<DefinitionKey, PublishedDefinition> newest = new ConcurrentHashMap<>();
        var feed = new DefinitionFeed(connection, definition -> newest.put(definition.key(), definition));
        feed.start();
        return Mono.fromFuture(feed.caughtUp())
                .timeout(LONGEST_READ)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new KafkaException(Topics.DEFINITIONS + " could not be read within " + LONGEST_READ))
                .publishOn(Schedulers.boundedElastic())
                .thenReturn(newest.values())
                .doFinally(ended -> feed.close());
    }
}
