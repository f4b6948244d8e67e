package io.p13n.admin.erasure;

import io.p13n.admin.access.Caller;
import io.p13n.admin.audit.Audit;
import io.p13n.admin.deadletter.DeadLetters;
import io.p13n.admin.definition.Definitions;
import io.p13n.admin.definition.KnownService;
import io.p13n.admin.erasure.ErasureOutcome.Done;
import io.p13n.admin.erasure.ErasureOutcome.Erased;
import io.p13n.admin.erasure.ErasureOutcome.Refused;
import io.p13n.admin.erasure.PersonTables.PersonHasAnotherId;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.admin.publication.RecordPublisher;
import io.p13n.contract.IdDigests;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.Id;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Erases persons: first it tells the audit, which names them by a digest, and the topic of erasures, for all ids of the
 * person, which keeps out whatever is still in the log; then it erases from the tables and the dead letters; the receipt
 * comes last. Broken off on the way, the order can be given again; and if nobody does, the next reactor to start finds
 * that the topic is ahead of the tables.
 *
 * <p>The moment is this machine's, and moments of acceptance are those of the ingest replicas: their clocks should agree.
 */
@Component
public class Erasing {

    private static final Logger log = LoggerFactory.getLogger(Erasing.class);
    private static final int NEW_IDS = 20;

    private final @Nullable IdDigests digests;
    private final Definitions definitions;
    private final PersonTables tables;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final Audit audit;
    private final Clock clock = Clock.systemUTC();

    Erasing(
            ErasureProperties properties,
            Definitions definitions,
            PersonTables tables,
            RecordPublisher publisher,
            DeadLetters deadLetters,
            Audit audit) {
        String secret = properties.secret();
        this.digests = secret == null || secret.isBlank() ? null : IdDigests.under(secret);
        this.definitions = definitions;
        this.tables = tables;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.audit = audit;
    }

    /**
     * Erases whoever holds one of these ids, each with all other ids of that profile, one after the other. A service that
     * has ended is known by its last definition.
     *
     * @param ids {@code key=value}, as events would carry them
     */
    public Mono<ErasureOutcome> erase(ServiceId service, List<String> ids, Caller by) {
        if (digests == null) {
            return Mono.just(refused(
                    Fault.UNAVAILABLE,
                    "p13n.erasure.secret is not set, so nobody can be erased for good:"
                            + " set it here and in reactor-service, the same, and restart both"));
        }
        return definitions
                .service(service)
                .flatMap(known -> erase(known, ids, digests, by))
                .defaultIfEmpty(
                        refused(Fault.NOT_FOUND, "there is no service " + service + " that this release understands"));
    }

    private Mono<ErasureOutcome> erase(KnownService service, List<String> texts, IdDigests under, Caller by) {
        var ids = new ArrayList<Id>();
        var errors = new ArrayList<InputError>();
        for (int i = 0; i < texts.size(); i++) {
            String path = "ids[" + i + "]";
            service.id(texts.get(i))
                    .ifPresentOrElse(ids::add, () -> errors.add(InputError.at(path, service.idsExpected())));
        }
        if (!errors.isEmpty()) {
            return Mono.just(new Refused(
                    Fault.INVALID, "these are not all ids of service " + service.id() + "; nobody was erased", errors));
        }
        return Flux.fromIterable(ids)
                .concatMap(id -> erase(new Order(service, id, under), by))
                .collectList()
                .map(Done::new);
    }

    private Mono<Erased> erase(Order order, Caller by) {
        Instant before = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return audit.note(by, "erase", order.said())
                .then(Mono.defer(() -> tables.idsOfPerson(order.service().id(), List.of(order.id())))
                        .map(ids -> new Person(order, ids, before))
                        .delayUntil(person -> publisher.publish(person.erasures()))
                        .flatMap(this::eraseFromTables)
                        .retryWhen(Retry.max(NEW_IDS).filter(PersonHasAnotherId.class::isInstance)))
                .doOnNext(erased -> log.info("erased {}: {}", order.said(), erased));
    }

    private Mono<Erased> eraseFromTables(Person person) {
        return tables.erasePerson(person.service(), person.ids(), person.before())
                .flatMap(profiles -> eraseTraces(person, profiles));
    }

    private Mono<Erased> eraseTraces(Person person, int profiles) {
        return Mono.zip(tables.eraseEvents(person.service(), person.ids(), person.before()), eraseLetters(person))
                .flatMap(erased -> tables.keepReceipt(
                                person.service(),
                                person.before(),
                                person.digests(),
                                profiles,
                                erased.getT1(),
                                erased.getT2())
                        .map(receipt ->
                                new Erased(receipt, person.before(), profiles, erased.getT1(), erased.getT2())));
    }

    /** Those of tables without a service too, for they may name the account's customers. */
    private Mono<Integer> eraseLetters(Person person) {
        var traces = new Traces(person.order().service().rules(), person.ids());
        return Mono.zip(
                deadLetters.erase(person.service(), traces::isIn),
                deadLetters.erase(ServiceId.none(person.service().account()), traces::isIn),
                Integer::sum);
    }

    private static ErasureOutcome refused(Fault fault, String reason) {
        return new Refused(fault, reason, List.of());
    }

    /** Whom to erase, by the one id that was given. */
    private record Order(KnownService service, Id id, IdDigests under) {

        String digest(Id any) {
            return under.of(service.id(), any.key(), any.value());
        }

        /** Without naming anybody; the receipt has the same digest. */
        String said() {
            return "service/" + service.id() + " person " + digest(id);
        }
    }

    /** Who is erased, with all ids. */
    private record Person(Order order, List<Id> ids, Instant before) {

        ServiceId service() {
            return order.service().id();
        }

        List<String> digests() {
            return ids.stream().map(order::digest).toList();
        }

        List<ProducerRecord<byte[], byte[]>> erasures() {
            String secret = order.under().fingerprint();
            return digests().stream()
                    .map(digest -> new PublishedErasure(service(), digest, before, secret).toRecord())
                    .toList();
        }
    }
}
