package io.p13n.admin.definition;

import io.p13n.admin.access.Caller;
import io.p13n.admin.audit.Audit;
import io.p13n.admin.definition.Amendment.Draft;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Faulted;
import io.p13n.admin.http.InputError;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Precedents;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The definitions that this installation runs by. Each change is one transaction, with its note in the audit. */
@Component
public class Definitions {

    private static final Logger log = LoggerFactory.getLogger(Definitions.class);

    private final DefinitionFolder folder;
    private final DefinitionStore store;
    private final Histories histories;
    private final Publication publication;
    private final Audit audit;
    private final TransactionalOperator transaction;

    Definitions(
            DefinitionFolder folder,
            DefinitionStore store,
            Histories histories,
            Publication publication,
            Audit audit,
            TransactionalOperator transaction) {
        this.folder = folder;
        this.store = store;
        this.histories = histories;
        this.publication = publication;
        this.audit = audit;
        this.transaction = transaction;
    }

    /**
     * Adopts what is newer on the topic (the database was restored) and applies the folder: all of it, or nothing.
     * Nothing is published by this. Fails with {@link DefinitionsRefused}.
     */
    public Mono<Void> bringUpToDate(Collection<PublishedDefinition> topic) {
        return Mono.fromCallable(folder::review)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(files -> applyFolder(topic, files).doOnNext(accepted -> FolderReport.log(files, accepted)))
                .then();
    }

    private Mono<Proposal.Accepted> applyFolder(Collection<PublishedDefinition> topic, List<Reviewed> files) {
        return store.lockAgainstChange()
                .then(ground(topic))
                .zipWhen(ground -> store.lastApplied())
                .flatMap(known -> propose(known.getT1(), files, known.getT2()))
                .flatMap(proposal -> proposal instanceof Proposal.Accepted accepted
                        ? Mono.just(accepted)
                        : Mono.error(new DefinitionsRefused(((Proposal.Refused) proposal).problems())))
                .flatMap(accepted -> keep(accepted)
                        .then(noteAll(accepted))
                        .thenMany(Flux.fromIterable(accepted.files()))
                        .concatMap(store::remember)
                        .then(Mono.just(accepted)))
                .as(transaction::transactional);
    }

    private Mono<Void> noteAll(Proposal.Accepted accepted) {
        return Flux.fromIterable(accepted.versions())
                .concatMap(version -> audit.note(
                        account(version.definition().key()), version.appliedBy(), "apply", said(version.definition())))
                .then();
    }

    /**
     * Changes one definition, and publishes it.
     *
     * @param action what the audit calls it
     * @return fails with a {@link Faulted} if it can't be done; then nothing is changed
     */
    public Mono<Applied> change(DefinitionKey key, String action, Amendment amendment, Caller by) {
        return publication
                .published()
                .onErrorMap(
                        failure -> !(failure instanceof Faulted),
                        away -> Fault.UNAVAILABLE.because("Kafka can't be reached; nothing was changed, try again"))
                .flatMap(topic -> transact(topic, key, action, amendment, by))
                .flatMap(this::publish);
    }

    private Mono<Applied> transact(
            Collection<PublishedDefinition> topic, DefinitionKey key, String action, Amendment amendment, Caller by) {
        return store.lockAgainstChange()
                .then(ground(topic))
                .flatMap(ground -> {
                    Draft draft = amendment.draft(ground.standing().version(key));
                    return propose(ground, key, draft, by)
                            .map(Definitions::accepted)
                            .flatMap(accepted -> keep(accepted)
                                    .then(noteMade(key, draft))
                                    .then(note(accepted, action, by))
                                    .thenReturn(applied(key, ground, accepted)));
                })
                .as(transaction::transactional);
    }

    /** The text that stands; empty if there is none. */
    public Mono<String> text(DefinitionKey key) {
        return store.current(key).filter(version -> !version.deleted()).map(PublishedDefinition::document);
    }

    /** What the service is or, if it has ended, was last; empty if there never was one that this release understands. */
    public Mono<KnownService> service(ServiceId service) {
        return store.lastNotDeleted(new DefinitionKey.Service(service))
                .publishOn(Schedulers.boundedElastic())
                .mapNotNull(last -> DefinitionReader.read(last.document()) instanceof Reading.Read read
                                && read.document() instanceof ServiceDefinition definition
                        ? new KnownService(service, last.version(), definition)
                        : null);
    }

    /** What a document would come to; nothing is changed. */
    Mono<Proposal> proposal(DefinitionKey key, String text, Caller by) {
        return ground(List.of()).flatMap(ground -> propose(ground, key, new Draft.Sent(text), by));
    }

    private Mono<Ground> ground(Collection<PublishedDefinition> topic) {
        return store.current()
                .collectList()
                .map(Standing::of)
                .zipWhen(standing -> store.credentials())
                .publishOn(Schedulers.boundedElastic())
                .map(database -> Ground.of(database.getT1(), topic, database.getT2()));
    }

    private Mono<Proposal> propose(Ground ground, DefinitionKey key, Draft draft, Caller by) {
        if (draft instanceof Draft.Sent sent) {
            return propose(ground, List.of(reviewed(key, sent.text(), by)), Map.of());
        }
        if (draft instanceof Draft.Edited edited) {
            return Mono.just(Proposal.edited(ground, List.of(reviewed(key, edited.text(), by)), Map.of()));
        }
        return Mono.just(Proposal.deletion(
                ground, key, DefinitionFile.sentBy(by.key(), "").appliedBy()));
    }

    private Mono<Proposal> propose(Ground ground, List<Reviewed> files, Map<String, String> lastApplied) {
        return Flux.fromIterable(Proposal.changed(files, lastApplied))
                .concatMap(file -> history(ground, file))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(known -> Proposal.of(ground.with(known), files, lastApplied));
    }

    /** What the file's names mean to profiles; empty where there are none. */
    private Mono<Map.Entry<DefinitionKey, Precedents>> history(Ground ground, Reviewed.Good file) {
        PublishedDefinition standing = ground.standing().version(file.key());
        return standing != null && file.document() instanceof ServiceDefinition definition
                ? histories
                        .complete(ground.precedents(file.key()), standing, definition)
                        .map(known -> Map.entry(file.key(), known))
                : Mono.empty();
    }

    private static Reviewed reviewed(DefinitionKey key, String text, Caller by) {
        DefinitionFile file = DefinitionFile.sentBy(by.key(), text);
        Reviewed reviewed = Reviewed.of(file);
        return reviewed instanceof Reviewed.Good good && !good.key().equals(key)
                ? Reviewed.Wrong.because(file.name(), "is of " + good.key() + ", but was sent to " + key)
                : reviewed;
    }

    /** The proposal if it can be done; throws a {@link Faulted} otherwise. */
    static Proposal.Accepted accepted(Proposal proposal) {
        if (proposal instanceof Proposal.Accepted accepted) {
            return accepted;
        }
        List<FileProblem> problems = ((Proposal.Refused) proposal).problems();
        List<InputError> errors = Verdict.places(problems);
        throw problems.stream().allMatch(FileProblem::conflict)
                ? Fault.CONFLICT.because("the document can't stand beside what stands; nothing was changed", errors)
                : Fault.INVALID.because("the document is refused; nothing was changed", errors);
    }

    private Mono<Void> keep(Proposal.Accepted accepted) {
        return Flux.fromStream(accepted.versions().stream().sorted(asPublishersLock()))
                .concatMap(store::keep)
                .then();
    }

    private Mono<Void> noteMade(DefinitionKey key, Draft draft) {
        return draft instanceof Draft.Edited edited && !edited.made().isEmpty()
                ? store.keepMade((DefinitionKey.Account) key, edited.made())
                : Mono.empty();
    }

    private Mono<Void> note(Proposal.Accepted accepted, String action, Caller by) {
        return Flux.fromIterable(accepted.versions())
                .map(NewVersion::definition)
                .concatMap(version -> audit.note(by, action, said(version)))
                .then();
    }

    private static Applied applied(DefinitionKey key, Ground ground, Proposal.Accepted accepted) {
        List<PublishedDefinition> kept =
                accepted.versions().stream().map(NewVersion::definition).toList();
        PublishedDefinition stands = ground.standing().with(kept).version(key);
        return new Applied(
                stands == null ? 0 : stands.version(), !kept.isEmpty(), false, Verdict.places(accepted.warnings()));
    }

    private Mono<Applied> publish(Applied applied) {
        return publication
                .publishCurrent()
                .thenReturn(new Applied(applied.version(), applied.changed(), true, applied.warnings()))
                .doOnError(later -> log.warn("published later, in the background: {}", later.toString()))
                .onErrorReturn(applied);
    }

    /** In this order rows are locked everywhere, so that nobody waits in a circle. */
    private static Comparator<NewVersion> asPublishersLock() {
        return Comparator.comparing(
                        (NewVersion version) -> version.definition().key().toString())
                .thenComparing(version -> version.definition().version());
    }

    private static long account(DefinitionKey key) {
        return key instanceof DefinitionKey.Service service
                ? service.service().account()
                : ((DefinitionKey.Account) key).account();
    }

    private static String said(PublishedDefinition definition) {
        return definition.key() + " version " + definition.version();
    }
}
