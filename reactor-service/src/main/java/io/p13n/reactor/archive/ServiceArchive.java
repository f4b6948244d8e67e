package io.p13n.reactor.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.reactor.archive.EventArchive.ArchivedEvent;
import io.p13n.reactor.archive.EventArchive.Outcome;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.deadletter.DeadLetter;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.erasure.Erasures;
import io.p13n.reactor.reaction.Arrival;
import java.time.LocalDate;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final Erasures erasures;
    private final EventDays days;
    private final EventArchive archive;
    private final DeadLetters deadLetters;
    private final ArchiveMetrics metrics;

    ServiceArchive(
            ServiceId service,
            Definitions definitions,
            Erasures erasures,
            EventDays days,
            EventArchive archive,
            DeadLetters deadLetters,
            ArchiveMetrics metrics) {
        this.service = service;
        this.definitions = definitions;
        this.erasures = erasures;
        this.days = days;
        this.archive = archive;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Override
    public void handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Arrival> batch = records.stream().map(Arrival::read).toList();
        List<CompiledService> acquainted = acquainted();
        List<Arrival.Intact> readable = only(Arrival.Intact.class, batch);
        List<Arrival.Intact> kept = readable.stream()
                .filter(arrival -> !isErased(arrival, acquainted))
                .toList();
        LocalDate first = days.first();
        List<ArchivedEvent> young = kept.stream()
                .map(arrival -> archived(arrival, acquainted))
                .filter(event -> !event.day().isBefore(first))
                .toList();
        deadLetters.produce(service, letters(batch));
        Outcome outcome = archive.store(move, young);
        outcome.refused().forEach(event -> log.error("an event of {} can't be stored, {}", service, event));
        metrics.count(batch.size(), readable.size(), kept.size(), young.size(), outcome);
    }

    /** Whether the event names a customer of one of the services who was erased after it was accepted. */
    private boolean isErased(Arrival.Intact arrival, List<CompiledService> acquainted) {
        AcceptedEvent event = arrival.event();
        return acquainted.stream()
                .anyMatch(each -> erasures.isErased(
                        new ServiceId(
                                each.definition().account(), each.definition().instance()),
                        () -> each.identify(event.event()).ids(),
                        event.acceptedAt()));
    }

    /** Those who know the customers that an event names. Of a table without a service, all of the account may. */
    private List<CompiledService> acquainted() {
        return service.isNone()
                ? definitions.ofAccount(service.account())
                : definitions.last(service).map(List::of).orElse(List.of());
    }

    private static ArchivedEvent archived(Arrival.Intact arrival, List<CompiledService> acquainted) {
        String[] table = arrival.headers().table().split("\\.", 2);
        String token = arrival.headers().token();
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
                storable(arrival.headers().key()),
                token == null ? null : storable(token),
                new String(arrival.origin().value(), UTF_8));
    }

    /** Without what PostgreSQL takes in no text. */
    private static String storable(String name) {
        return name.replace("\0", "");
    }

    private List<DeadLetter> letters(List<Arrival> batch) {
        return service.isNone()
                ? only(Arrival.Broken.class, batch).stream()
                        .map(broken -> new DeadLetter(broken.origin(), broken.reason()))
                        .toList()
                : List.of();
    }

    private static <T extends Arrival> List<T> only(Class<T> kind, List<Arrival> batch) {
        return batch.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
