package io.p13n.reactor.definition;

import io.p13n.contract.DefinitionFeed;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps {@link Definitions} up to date and tells the consumers of each service that comes. */
@Component("definitionsHealthIndicator")
class DefinitionListening implements SmartLifecycle, HealthIndicator {

    private final Definitions definitions;
    private final ServiceListener consumers;
    private final DefinitionFeed feed;
    private volatile boolean running;

    DefinitionListening(KafkaProperties kafka, Definitions definitions, ServiceListener consumers) {
        this.definitions = definitions;
        this.consumers = consumers;
        this.feed = new DefinitionFeed(kafka.buildConsumerProperties(), this::take);
    }

    private void take(PublishedDefinition definition) {
        definitions.hold(definition);
        if (definition.deleted()) {
            return;
        }
        if (definition.key() instanceof DefinitionKey.Service key) {
            consumers.serviceDefined(key.service());
        } else if (definition.key() instanceof DefinitionKey.Account key) {
            consumers.accountDefined(key.account());
        }
    }

    @Override
    public Health health() {
        return feed.caughtUp().isDone()
                ? Health.up()
                        .withDetail("services", definitions.services().size())
                        .build()
                : Health.down().withDetail("reason", "reading definitions").build();
    }

    @Override
    public void start() {
        feed.start();
        running = true;
    }

    @Override
    public void stop() {
        feed.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
