package io.p13n.admin.publication;

import io.p13n.admin.definition.DefinitionStore;
import io.p13n.admin.definition.Publication;
import io.p13n.contract.PublishedDefinition;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Through Kafka: the topics first, then what leads to them. */
@Component
class KafkaPublication implements Publication {

    private static final Logger log = LoggerFactory.getLogger(KafkaPublication.class);

    private final DefinitionTopic topic;
    private final RequiredTopics topics;
    private final DefinitionStore store;
    private final DefinitionPublisher publisher;

    KafkaPublication(
            DefinitionTopic topic, RequiredTopics topics, DefinitionStore store, DefinitionPublisher publisher) {
        this.topic = topic;
        this.topics = topics;
        this.store = store;
        this.publisher = publisher;
    }

    @Override
    public Mono<Collection<PublishedDefinition>> published() {
        return topic.contents();
    }

    @Override
    public Mono<Void> publishCurrent() {
        return store.logs()
                .collectList()
                .flatMap(topics::makeForEvents)
                .then(publisher.publishCurrent())
                .doOnNext(published -> log.info("published {} definitions", published.size()))
                .then();
    }
}
