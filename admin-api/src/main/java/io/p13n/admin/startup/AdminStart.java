package io.p13n.admin.startup;

import io.p13n.admin.AdminCommand;
import io.p13n.admin.definition.Definitions;
import io.p13n.admin.publication.DefinitionPublisher;
import io.p13n.admin.publication.DefinitionTopic;
import io.p13n.admin.publication.RequiredTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What happens at the start.
 *
 * <p>A runner: Spring Boot reports readiness after the runners have returned, and a failed one fails the start.
 */
@Component
@Profile("!" + AdminCommand.PROFILE)
final class AdminStart implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(AdminStart.class);

    private final Patience patience;
    private final Schema schema;
    private final RequiredTopics topics;
    private final DefinitionTopic topic;
    private final Definitions definitions;
    private final DefinitionPublisher publisher;

    AdminStart(
            StartProperties properties,
            Schema schema,
            RequiredTopics topics,
            DefinitionTopic topic,
            Definitions definitions,
            DefinitionPublisher publisher) {
        this.patience = new Patience(properties.patience());
        this.schema = schema;
        this.topics = topics;
        this.topic = topic;
        this.definitions = definitions;
        this.publisher = publisher;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        steps().block();
    }

    private Mono<Void> steps() {
        return patience.await(Need.SCHEMA, schema.present())
                .then(patience.await(Need.KAFKA, topics.makeForAll()))
                .then(patience.await(Need.KAFKA, topic.contents()))
                .flatMap(definitions::bringUpToDate)
                .flatMap(services -> patience.await(Need.KAFKA, topics.makeForEvents(services)))
                .then(patience.await(Need.KAFKA, publisher.publishCurrent()))
                .doOnNext(published -> log.info("published {} definitions", published.size()))
                .then();
    }
}
