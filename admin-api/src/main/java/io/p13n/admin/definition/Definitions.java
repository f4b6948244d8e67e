package io.p13n.admin.definition;

import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The definitions that this installation runs by. */
@Component
public final class Definitions {

    private static final Logger log = LoggerFactory.getLogger(Definitions.class);

    private final DefinitionFolder folder;
    private final DefinitionStore store;
    private final TransactionalOperator transaction;

    Definitions(DefinitionFolder folder, DefinitionStore store, TransactionalOperator transaction) {
        this.folder = folder;
        this.store = store;
        this.transaction = transaction;
    }

    /**
     * Adopts what is newer on the topic (the database was restored) and applies the folder: all of it, or nothing.
     *
     * @return the services that run now, and none of each account: whose events need a log; or {@link DefinitionsRefused}
     */
    public Mono<Set<ServiceId>> bringUpToDate(Collection<PublishedDefinition> topic) {
        return Mono.fromCallable(folder::review)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(reviewed -> change(topic, reviewed))
                .doOnNext(Definitions::report)
                .map(accepted -> accepted.outcome().logs());
    }

    private Mono<Proposal.Accepted> change(Collection<PublishedDefinition> topic, List<Reviewed> reviewed) {
        return store.lockAgainstChange()
                .then(propose(topic, reviewed))
                .flatMap(this::keep)
                .as(transaction::transactional);
    }

    private Mono<Proposal> propose(Collection<PublishedDefinition> topic, List<Reviewed> reviewed) {
        return store.current()
                .collectList()
                .map(Standing::of)
                .zipWhen(standing -> store.lastApplied())
                .publishOn(Schedulers.boundedElastic())
                .map(database -> Proposal.of(database.getT1(), topic, reviewed, database.getT2()));
    }

    private Mono<Proposal.Accepted> keep(Proposal proposal) {
        if (proposal instanceof Proposal.Refused refused) {
            return Mono.error(new DefinitionsRefused(refused.problems()));
        }
        var accepted = (Proposal.Accepted) proposal;
        return Flux.fromStream(accepted.versions().stream().sorted(asPublishersLock()))
                .concatMap(store::keep)
                .thenMany(Flux.fromIterable(accepted.files()))
                .concatMap(store::remember)
                .then(Mono.just(accepted));
    }

    /** In this order rows are locked everywhere, so that nobody waits in a circle. */
    private static Comparator<NewVersion> asPublishersLock() {
        return Comparator.comparing(
                        (NewVersion version) -> version.definition().key().toString())
                .thenComparing(version -> version.definition().version());
    }

    private static void report(Proposal.Accepted accepted) {
        accepted.versions()
                .forEach(version -> log.info(
                        "{} is at version {} now, from the {}",
                        version.definition().key(),
                        version.definition().version(),
                        version.appliedBy()));
        accepted.outcome().warnings().forEach(log::warn);
        accepted.warnings().forEach(warning -> log.warn("{}", warning));
    }
}
