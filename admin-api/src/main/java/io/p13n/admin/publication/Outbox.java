package io.p13n.admin.publication;

import io.p13n.admin.AdminCommand;
import io.p13n.admin.definition.DefinitionStore;
import io.p13n.admin.definition.Publication;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishes what was kept but did not reach the topic: Kafka was away, or a replica ended in between. */
@Component
@Profile("!" + AdminCommand.PROFILE) // an order is done with, and no replica that keeps watch
class Outbox implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final DefinitionStore store;
    private final Publication publication;
    private final Disposable.Swap watch = Disposables.swap();

    Outbox(DefinitionStore store, Publication publication) {
        this.store = store;
        this.publication = publication;
    }

    @EventListener(ApplicationReadyEvent.class)
    void watch() {
        watch.update(Flux.interval(PAUSE)
                .onBackpressureDrop()
                .concatMap(tick -> publishDue(), 1)
                .subscribe());
    }

    private Mono<Void> publishDue() {
        return store.isPublicationDue()
                .filter(due -> due)
                .flatMap(due -> publication.publishCurrent())
                .doOnError(failure -> log.warn("a publication is due, and not possible yet: {}", failure.toString()))
                .onErrorComplete();
    }

    @Override
    public void destroy() {
        watch.dispose();
    }
}
