package io.p13n.reactor.definition;

import io.p13n.contract.DefinitionFeed;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
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
    private final DefinitionProperties properties;
    private final DefinitionFeed feed;
    private volatile boolean running;

    DefinitionListening(
            KafkaProperties kafka,
            Definitions definitions,
            ServiceListener consumers,
            DefinitionProperties properties) {
        this.definitions = definitions;
        this.consumers = consumers;
        this.properties = properties;
        this.feed = new DefinitionFeed(kafka.buildConsumerProperties(), this::take);
    }

    private void take(PublishedDefinition definition) {
        if (definition.key() instanceof DefinitionKey.Service key) {
            take(key.service(), definition);
        } else if (definition.key() instanceof DefinitionKey.Account key && !definition.deleted()) {
            take(ServiceId.none(key.account()));
        }
    }

    private void take(ServiceId service, PublishedDefinition definition) {
        // The archive of the account's other tables asks every service of the account whose an event is.
        if (properties.wants(service) || properties.wants(ServiceId.none(service.account()))) {
            definitions.hold(definition);
        }
        if (properties.wants(service)) {
            whenAllIsRead(() -> tell(service));
        }
    }

    private void take(ServiceId none) {
        if (properties.wants(none)) {
            whenAllIsRead(() -> consumers.accountDefined(none.account()));
        }
    }

    /** Who joins a group earlier takes partitions that it can't handle yet. */
    private void whenAllIsRead(Runnable telling) {
        var unused = feed.caughtUp().thenRun(telling);
    }

    /** On the feed's thread, like all that it tells. */
    private void tell(ServiceId service) {
        if (definitions.isDeleted(service)) {
            consumers.serviceDeleted(service);
        } else {
            consumers.serviceDefined(service);
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
