package io.p13n.reactor.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.reactor.archive.EventArchive.ArchivedEvent;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.reaction.Arrival;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;

/**
 * Stores one service's events. Decisions never wait for it.
 *
 * <p>Law: in = stored + unreadable. What is unreadable here is a dead letter of the reactor, which keeps it.
 */
final class ServiceArchive implements BatchHandler {

    private final ServiceId service;
    private final Definitions definitions;
    private final EventArchive archive;
    private final Counter stored;
    private final Counter unreadable;

    ServiceArchive(ServiceId service, Definitions definitions, EventArchive archive, MeterRegistry registry) {
        this.service = service;
        this.definitions = definitions;
        this.archive = archive;
        this.stored = events(registry, "stored");
        this.unreadable = events(registry, "unreadable");
    }

    @Override
    public Mono<Void> handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> batch) {
        return definitions
                .atLeast(service, 0)
                .map(definition -> readable(batch, definition))
                .delayUntil(events -> archive.store(move, events))
                .doOnNext(events -> {
                    stored.increment(events.size());
                    unreadable.increment(batch.size() - events.size());
                })
                .then();
    }

    private static List<ArchivedEvent> readable(
            List<ConsumerRecord<byte[], byte[]>> batch, CompiledService definition) {
        return batch.stream()
                .map(Arrival::read)
                .mapMulti((Arrival arrival, Consumer<ArchivedEvent> events) -> {
                    if (arrival instanceof Arrival.Intact intact) {
                        events.accept(archived(intact, definition));
                    }
                })
                .toList();
    }

    private static ArchivedEvent archived(Arrival.Intact arrival, CompiledService definition) {
        String[] table = arrival.headers().table().split("\\.", 2);
        return new ArchivedEvent(
                arrival.headers().acceptedAt(),
                table[0],
                table[table.length - 1],
                arrival.event().time(),
                arrival.headers().recordId(),
                arrival.headers().uuid(),
                definition.identify(arrival.event().event()).ids().stream()
                        .map(id -> id.key() + "=" + id.value())
                        .toList(),
                new String(arrival.origin().value(), UTF_8));
    }

    private static Counter events(MeterRegistry registry, String outcome) {
        return Counter.builder("p13n.archive.events")
                .description("Records that the archive's consumer groups have read")
                .tag("outcome", outcome)
                .register(registry);
    }
}
