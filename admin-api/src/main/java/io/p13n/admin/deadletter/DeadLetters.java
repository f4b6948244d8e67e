package io.p13n.admin.deadletter;

import io.p13n.admin.access.Caller;
import io.p13n.admin.audit.Audit;
import io.p13n.admin.publication.RecordPublisher;
import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * The dead letters of services.
 *
 * <p>Law: a letter is open until it is applied, discarded or erased. Only an open one is driven again, and however often
 * that happens, its event counts once: the reactor closes the letter in the transaction that applies it, and takes it
 * from the topic. Events of tables without a service only go to the event store, which keeps each once, so their letters
 * have no state.
 */
@Component
public class DeadLetters {

    /** So many bodies are held at a time. */
    private static final int AT_ONCE = 200;

    private final LetterTopics topics;
    private final RecordPublisher publisher;
    private final DatabaseClient database;
    private final Audit audit;
    private final TransactionalOperator transaction;

    DeadLetters(
            LetterTopics topics,
            RecordPublisher publisher,
            DatabaseClient database,
            Audit audit,
            TransactionalOperator transaction) {
        this.topics = topics;
        this.publisher = publisher;
        this.database = database;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** The open letters of a service, oldest first. */
    public Mono<List<LetterListing>> open(ServiceId service) {
        // The rows first: a letter is in the topic before it has a row.
        return openOrigins(service)
                .zipWhen(open -> topics.letters(service, dead -> Optional.of(LetterListing.of(dead))))
                .map(read -> read.getT2().stream()
                        .filter(letter -> service.isNone() || read.getT1().contains(letter.origin()))
                        .toList());
    }

    /** One open letter, with the customer's data that are in it, which the audit tells; empty if it is not open. */
    Mono<DeadLetterRecord> read(ServiceId service, String origin, Caller by) {
        return openOnes(service, Set.of(origin))
                .flatMap(found -> topics.lettersAt(service, places(found)))
                .flatMapIterable(letters -> letters)
                .next()
                .delayUntil(letter -> audit.note(by, "read", said(service, Set.of(origin))));
    }

    /**
     * Produces open letters to the service's events again. What fails once more comes back as the same letter.
     *
     * @param origins of those that are meant; none for all
     * @return how many they were
     */
    public Mono<Integer> redrive(ServiceId service, Set<String> origins, Caller by) {
        return openOnes(service, origins)
                .delayUntil(found ->
                        found.isEmpty() ? Mono.empty() : audit.note(by, "redrive", said(service, origins(found))))
                .flatMapIterable(found -> found)
                .buffer(AT_ONCE)
                .concatMap(some -> topics.lettersAt(service, places(some)))
                .delayUntil(letters -> publisher.publish(
                        letters.stream().map(letter -> letter.again(service)).toList()))
                .reduce(0, (count, letters) -> count + letters.size());
    }

    /**
     * Takes letters away for good, open or not.
     *
     * @return how many they were
     */
    public Mono<Integer> discard(ServiceId service, Set<String> origins, Caller by) {
        return origins(service, letter -> origins.contains(letter.origin()))
                .delayUntil(found -> found.isEmpty()
                        ? Mono.empty()
                        : close(service, found)
                                .then(audit.note(by, "discard", said(service, found)))
                                .as(transaction::transactional))
                .flatMap(found -> withdraw(service, found));
    }

    /**
     * Takes away what is about somebody who is erased.
     *
     * @return how many letters they were
     */
    public Mono<Integer> erase(ServiceId service, Predicate<DeadLetterRecord> about) {
        return origins(service, about)
                .delayUntil(found -> close(service, found))
                .flatMap(found -> withdraw(service, found));
    }

    private Mono<List<LetterListing>> openOnes(ServiceId service, Set<String> origins) {
        return open(service)
                .map(open -> open.stream()
                        .filter(letter -> origins.isEmpty() || origins.contains(letter.origin()))
                        .toList());
    }

    private Mono<List<String>> origins(ServiceId service, Predicate<DeadLetterRecord> wanted) {
        return topics.letters(service, dead -> Optional.of(dead).filter(wanted).map(DeadLetterRecord::origin));
    }

    private Mono<Integer> withdraw(ServiceId service, Collection<String> origins) {
        return publisher
                .publish(origins.stream()
                        .map(origin -> DeadLetterRecord.without(Topics.deadLetters(service), origin))
                        .toList())
                .thenReturn(origins.size());
    }

    private Mono<Set<String>> openOrigins(ServiceId service) {
        return database.sql("select origin from dead_letter where account = :account and instance = :instance")
                .bind("account", service.account())
                .bind("instance", service.instance())
                .map(row -> Objects.requireNonNull(row.get("origin", String.class)))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    private Mono<Void> close(ServiceId service, Collection<String> origins) {
        return database.sql("""
                        delete from dead_letter
                         where account = :account and instance = :instance and origin = any (:origins)
                        """)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("origins", origins.toArray(String[]::new))
                .then();
    }

    private static Set<String> origins(Collection<LetterListing> letters) {
        return letters.stream().map(LetterListing::origin).collect(Collectors.toUnmodifiableSet());
    }

    private static List<LetterTopics.Place> places(Collection<LetterListing> letters) {
        return letters.stream().map(LetterListing::place).toList();
    }

    /** As the audit calls them. */
    private static String said(ServiceId service, Collection<String> origins) {
        return "service/" + service + " "
                + (origins.size() == 1 ? "dead letter " + origins.iterator().next() : origins.size() + " dead letters");
    }
}
