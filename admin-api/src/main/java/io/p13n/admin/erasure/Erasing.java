package io.p13n.admin.erasure;

import io.p13n.admin.deadletter.DeadLetters;
import io.p13n.admin.erasure.ErasureOutcome.Erased;
import io.p13n.admin.erasure.ErasureOutcome.Refused;
import io.p13n.admin.erasure.PersonTables.PersonHasAnotherId;
import io.p13n.admin.publication.RecordPublisher;
import io.p13n.contract.IdDigests;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.ServiceId;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Identified;
import io.p13n.offer.profile.IdentityRules;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Erases persons: first it tells the topic of erasures, for all ids of the person, which keeps out whatever is still in
 * the log; then it erases from the tables and the dead letters; the receipt comes last. Broken off on the way, the
 * order can be given again; and if nobody does, the next reactor to start finds that the topic is ahead of the tables.
 *
 * <p>The moment is this machine's, and moments of acceptance are those of the ingest replicas: their clocks should agree.
 */
@Component
public class Erasing {

    private static final Logger log = LoggerFactory.getLogger(Erasing.class);
    private static final int NEW_IDS = 20;

    private final @Nullable IdDigests digests;
    private final PersonTables tables;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final Clock clock = Clock.systemUTC();

    Erasing(ErasureProperties properties, PersonTables tables, RecordPublisher publisher, DeadLetters deadLetters) {
        String secret = properties.secret();
        this.digests = secret == null || secret.isBlank() ? null : IdDigests.under(secret);
        this.tables = tables;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
    }

    /**
     * Erases whoever holds one of these ids, with all other ids of that profile.
     *
     * @param given by identity key, as an event would carry them; at least one
     */
    public Mono<ErasureOutcome> erase(ServiceId service, Map<String, String> given) {
        if (digests == null) {
            return Mono.just(new Refused("p13n.erasure.secret is not set, so nobody can be erased for good:"
                    + " set it here and in reactor-service, the same, and restart both"));
        }
        return tables.rules(service)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(rules -> rules.isEmpty()
                        ? Mono.just(new Refused("there is no service " + service))
                        : erase(service, rules.get(), given, digests));
    }

    private Mono<ErasureOutcome> erase(
            ServiceId service, IdentityRules rules, Map<String, String> given, IdDigests under) {
        Identified identified = rules.identify(new Event(Map.copyOf(given), null, null));
        if (given.isEmpty() || identified.ids().size() < given.size()) {
            return Mono.just(new Refused("these are not all ids of service " + service + ": " + given.keySet()));
        }
        Instant before = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Mono.defer(() -> tables.idsOfPerson(service, identified.ids()))
                .map(ids -> new Person(service, ids, before, under))
                .delayUntil(person -> publisher.publish(person.erasures()))
                .flatMap(person -> tables.erasePerson(service, person.ids(), before)
                        .flatMap(profiles -> eraseTraces(person, rules, profiles)))
                .retryWhen(Retry.max(NEW_IDS).filter(PersonHasAnotherId.class::isInstance));
    }

    private Mono<ErasureOutcome> eraseTraces(Person person, IdentityRules rules, int profiles) {
        var service = person.service();
        return Mono.zip(
                        tables.eraseEvents(service, person.ids(), person.before()),
                        eraseLetters(service, new Traces(rules, person.ids())))
                .flatMap(erased -> tables.keepReceipt(
                                service, person.before(), person.digests(), profiles, erased.getT1(), erased.getT2())
                        .map(receipt -> new Erased(receipt, person.before(), profiles, erased.getT1(), erased.getT2())))
                .doOnNext(erased -> log.info("erased a person of service {}: {}", service, erased))
                .cast(ErasureOutcome.class);
    }

    /** Those of tables without a service too, for they may name the account's customers. */
    private Mono<Integer> eraseLetters(ServiceId service, Traces traces) {
        return Mono.zip(
                deadLetters.erase(service, traces::isIn),
                deadLetters.erase(ServiceId.none(service.account()), traces::isIn),
                Integer::sum);
    }

    /** Who is erased, with all ids. */
    private record Person(ServiceId service, List<Id> ids, Instant before, IdDigests under) {

        List<String> digests() {
            return ids.stream()
                    .map(id -> under.of(service, id.key(), id.value()))
                    .toList();
        }

        List<ProducerRecord<byte[], byte[]>> erasures() {
            return digests().stream()
                    .map(digest -> new PublishedErasure(service, digest, before, under.fingerprint()).toRecord())
                    .toList();
        }
    }
}
