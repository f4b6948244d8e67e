package io.p13n.admin.definition;

import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Precedents;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the names of a definition meant in all versions of its service, deleted ones too. */
@Component
class Histories {

    private final DefinitionStore store;

    Histories(DefinitionStore store) {
        this.store = store;
    }

    /**
     * With what is known of a definition's names only by versions before the one that stands. They are read from the newest
     * on, those alone that have such a name, and no more than it takes: most definitions name nothing new.
     */
    Mono<Precedents> complete(Precedents known, PublishedDefinition standing, ServiceDefinition definition) {
        Set<String> unknown = known.unknown(definition);
        if (unknown.isEmpty()) {
            return Mono.just(known);
        }
        return store.earlier(standing, unknown)
                .publishOn(Schedulers.boundedElastic(), 1)
                .scan(known, Histories::with)
                .takeUntil(precedents -> precedents.unknown(definition).isEmpty())
                .last();
    }

    /** With the names of an older version; without, where this release can't read it. */
    static Precedents with(Precedents newer, PublishedDefinition older) {
        return DefinitionReader.read(older.document()) instanceof Reading.Read read
                        && read.document() instanceof ServiceDefinition service
                ? newer.precededBy(service, older.version())
                : newer;
    }
}
