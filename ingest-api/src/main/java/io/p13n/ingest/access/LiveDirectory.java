package io.p13n.ingest.access;

import io.p13n.contract.DefinitionFeed;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.ingest.publish.EventPublisher;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Document;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The directory of now: swapped whole when a definition is published, so a request sees one moment of it. */
@Component("definitionsHealthIndicator")
class LiveDirectory implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(LiveDirectory.class);

    /** So long one topic that is gone keeps the replica from serving all others. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventPublisher publisher;
    private final DefinitionFeed feed;

    /** Of what is read first; for the feed's thread alone. */
    private final List<CompletableFuture<Void>> preparations = new ArrayList<>();

    private final CompletableFuture<Void> prepared;
    private volatile Directory current = Directory.EMPTY;
    private volatile boolean running;

    LiveDirectory(KafkaProperties kafka, EventPublisher publisher) {
        this.publisher = publisher;
        this.feed = new DefinitionFeed(kafka.buildConsumerProperties(), this::take);
        this.prepared = feed.caughtUp()
                .thenCompose(read -> CompletableFuture.allOf(preparations.toArray(CompletableFuture[]::new))
                        .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    Directory current() {
        return current;
    }

    /** Called on the feed's thread alone, so there is one writer. */
    private void take(PublishedDefinition definition) {
        if (definition.deleted()) {
            current = without(definition.key());
            return;
        }
        Reading reading = DefinitionReader.read(definition.document());
        if (reading instanceof Reading.Read read) {
            take(read.document(), definition.version());
            log.info("{} is at version {}", definition.key(), definition.version());
        } else {
            log.error(
                    "{} version {} can't be read by this replica; the one before stays in force: {}",
                    definition.key(),
                    definition.version(),
                    reading);
        }
    }

    private Directory without(DefinitionKey deleted) {
        return deleted instanceof DefinitionKey.Service key
                ? current.without(key.service())
                : current.without(((DefinitionKey.Account) deleted).account());
    }

    private void take(Document document, long version) {
        if (document instanceof AccountDocument account) {
            prepare(ServiceId.none(account.account()));
            current = current.with(account);
        } else if (document instanceof ServiceDefinition service) {
            EventRoute route = EventRoute.of(service, version);
            prepare(route.service());
            current = current.with(route);
        }
    }

    private void prepare(ServiceId service) {
        CompletableFuture<Void> preparation = publisher.prepare(service);
        if (!feed.caughtUp().isDone()) {
            preparations.add(preparation);
        }
    }

    /** Up once all definitions are read, and the log is ready for the events of their services. */
    @Override
    public Health health() {
        if (!prepared.isDone()) {
            String reason = feed.caughtUp().isDone() ? "looking up the topics of events" : "reading definitions";
            return Health.down().withDetail("reason", reason).build();
        }
        return Health.up().withDetail("services", current.services().size()).build();
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

    /** Begins before the HTTP server and ends after it, so that requests in flight get what they wait for. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
