package io.p13n.reactor.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.reactor.archive.EventArchive.ArchivedEvent;
import io.p13n.reactor.archive.EventArchive.Outcome;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.deadletter.DeadLetter;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.definition.ServiceDeleted;
import io.p13n.reactor.reaction.Arrival;
import java.time.LocalDate;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Stores one service's events, or those of an account's other tables. Decisions never wait for it.
 *
 * <p>What is unreadable in a service's log is a dead letter of its reactor; the log of other tables has none, so there
 * the archive writes the letter.
 */
final class ServiceArchive implements BatchHandler {

    private static final Logger log = LoggerFactory.getLogger(ServiceArchive.class);

    private final ServiceId service;
    private final Definitions definitions;
    private final EventDays days;
    private final EventArchive archive;
    private final DeadLetters deadLetters;
    private final ArchiveMetrics metrics;

    ServiceArchive(
            ServiceId service,
            Definitions definitions,
            EventDays days,
            EventArchive archive,
            DeadLetters deadLetters,
            ArchiveMetrics metrics) {
        this.service = service;
        this.definitions = definitions;
        this.days = days;
        this.archive = archive;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Override
    public Mono<Void> handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Arrival> batch = records.stream().map(Arrival::read).toList();
        List<Arrival.Intact> readable = only(Arrival.Intact.class, batch);
        LocalDate first = days.first();
        return acquainted()
                .map(services -> readable.stream()
                        .map(arrival -> archived(arrival, services))
                        .filter(event -> !event.day().isBefore(first))
                        .toList())
                .delayUntil(events -> deadLetters.produce(service, letters(batch)))
                .flatMap(events -> archive.store(move, events)
                        .doOnNext(this::tell)
                        .doOnNext(outcome -> metrics.count(batch.size(), readable.size(), events.size(), outcome)))
                .then();
    }

    /** Those who know the customers that an event names. Of a table without a service, all of the account may; of a deleted one nobody. */
    private Mono<List<CompiledService>> acquainted() {
        return service.isNone()
                ? Mono.fromSupplier(() -> definitions.ofAccount(service.account()))
                : definitions.atLeast(service, 0).map(List::of).onErrorReturn(ServiceDeleted.class, List.of());
    }

    private static ArchivedEvent archived(Arrival.Intact arrival, List<CompiledService> acquainted) {
        String[] table = arrival.headers().table().split("\\.", 2);
        return new ArchivedEvent(
                arrival.headers().acceptedAt(),
                table[0],
                table[table.length - 1],
                arrival.event().time(),
                arrival.headers().recordId(),
                arrival.headers().uuid(),
                acquainted.stream()
                        .flatMap(each -> each.identify(arrival.event().event()).ids().stream())
                        .map(id -> id.key() + "=" + id.value())
                        .distinct()
                        .toList(),
                new String(arrival.origin().value(), UTF_8));
    }

    private List<DeadLetter> letters(List<Arrival> batch) {
        return service.isNone()
                ? only(Arrival.Broken.class, batch).stream()
                        .map(broken -> new DeadLetter(broken.origin(), broken.reason()))
                        .toList()
                : List.of();
    }

    private void tell(Outcome outcome) {
        outcome.refused().forEach(event -> log.error("an event of {} can't be stored, {}", service, event));
    }

    private static <T extends Arrival> List<T> only(Class<T> kind, List<Arrival> batch) {
        return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
