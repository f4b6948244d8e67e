package io.p13n.admin.startup;

import io.p13n.admin.AdminCommand;
import io.p13n.admin.definition.Definitions;
import io.p13n.admin.definition.Publication;
import io.p13n.admin.publication.RequiredTopics;
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

    private final Patience patience;
    private final Schema schema;
    private final RequiredTopics topics;
    private final Publication publication;
    private final Definitions definitions;

    AdminStart(
            StartProperties properties,
            Schema schema,
            RequiredTopics topics,
            Publication publication,
            Definitions definitions) {
        this.patience = new Patience(properties.patience());
        this.schema = schema;
        this.topics = topics;
        this.publication = publication;
        this.definitions = definitions;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        steps().block();
    }

    private Mono<Void> steps() {
        return patience.await(Need.SCHEMA, schema.present())
                .then(patience.await(Need.KAFKA, topics.makeForAll()))
                .then(patience.await(Need.KAFKA, publication.published()))
                .flatMap(definitions::bringUpToDate)
                .then(patience.await(Need.KAFKA, publication.publishCurrent()));
    }
}
