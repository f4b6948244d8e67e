package io.p13n.admin.deadletter;

import io.p13n.admin.publication.RecordPublisher;
import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
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

    private final LetterTopics topics;
    private final RecordPublisher publisher;
    private final DatabaseClient database;

    DeadLetters(LetterTopics topics, RecordPublisher publisher, DatabaseClient database) {
        this.topics = topics;
        this.publisher = publisher;
        this.database = database;
    }

    /** The open letters of a service, oldest first. */
    public Mono<List<DeadLetterRecord>> open(ServiceId service) {
        // The rows first: a letter is in the topic before it has a row.
        return openOrigins(service)
                .zipWhen(open -> topics.letters(service))
                .map(read -> read.getT2().stream()
                        .filter(letter -> service.isNone() || read.getT1().contains(letter.origin()))
                        .toList());
    }

    /**
     * Produces open letters to the service's events again. What fails once more comes back as the same letter.
     *
     * @param wanted which of them
     * @return how many they were
     */
    public Mono<Integer> redrive(ServiceId service, Predicate<DeadLetterRecord> wanted) {
        return open(service)
                .map(letters -> letters.stream().filter(wanted).toList())
                .delayUntil(letters -> publisher.publish(
                        letters.stream().map(letter -> letter.again(service)).toList()))
                .map(List::size);
    }

    /**
     * Takes letters away for good, open or not.
     *
     * @param doomed which of them
     * @return how many they were
     */
    public Mono<Integer> discard(ServiceId service, Predicate<DeadLetterRecord> doomed) {
        return topics.letters(service)
                .map(letters -> letters.stream()
                        .filter(doomed)
                        .map(DeadLetterRecord::origin)
                        .toList())
                .delayUntil(origins -> close(service, origins))
                .delayUntil(origins -> publisher.publish(origins.stream()
                        .map(origin -> DeadLetterRecord.without(Topics.deadLetters(service), origin))
                        .toList()))
                .map(List::size);
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
}
