package io.p13n.admin.definition;

import io.p13n.contract.PublishedDefinition;
import java.util.Collection;
import reactor.core.publisher.Mono;

/** How definitions reach the other applications. */
public interface Publication {

    /** What was published: the newest of each. Fails with a {@code KafkaException}. */
    Mono<Collection<PublishedDefinition>> published();

    /**
     * Publishes what is current, and makes the topics of its services before.
     *
     * <p>Fails with a {@code KafkaException}; then it is tried again in the background, until it succeeds.
     */
    Mono<Void> publishCurrent();
}
