package io.p13n.reactor.reaction;

import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.Id;
import io.p13n.reactor.catalog.HeldCatalogs;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.definition.ServiceDeleted;
import io.p13n.reactor.profile.CommitConflict;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.ProfileStore;
import io.p13n.reactor.reply.ReplySender;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Mono;

/** The reactor of one service. The path of a batch: read, load, decide, dead-letter, commit, count, reply. */
final class ServiceReactor implements BatchHandler {

    private final ServiceId service;
    private final Definitions definitions;
    private final HeldCatalogs catalogs;
    private final ProfileStore profiles;
    private final DeadLetters deadLetters;
    private final ReplySender replies;
    private final ReactionMetrics metrics;
    private final Duration window;

    ServiceReactor(
            ServiceId service,
            Definitions definitions,
            HeldCatalogs catalogs,
            ProfileStore profiles,
            DeadLetters deadLetters,
            ReplySender replies,
            ReactionMetrics metrics,
            Duration window) {
        this.service = service;
        this.definitions = definitions;
        this.catalogs = catalogs;
        this.profiles = profiles;
        this.deadLetters = deadLetters;
        this.replies = replies;
        this.metrics = metrics;
        this.window = window;
    }

    @Override
    public Mono<Void> handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Arrival> batch = records.stream().map(Arrival::read).toList();
        return definitions
                .atLeast(service, definitionVersion(batch))
                .flatMap(definition -> react(move, batch, definition))
                .onErrorResume(ServiceDeleted.class, deleted -> bury(move, batch, deleted))
                .doOnNext(metrics::count)
                .map(Reacted::replies)
                .doOnNext(metrics::count)
                .doOnNext(replies::send)
                .then();
    }

    private Mono<Reacted> react(OffsetMove move, List<Arrival> batch, CompiledService definition) {
        Mono<Reacted> attempt = profiles.load(service, ids(batch, definition), uuids(batch))
                .zipWith(catalogs.of(service, definition), LoadedBatch::with)
                .map(loaded -> new BatchReaction(definition, loaded, window).to(batch))
                .delayUntil(reacted -> deadLetters.produce(service, reacted.letters()))
                .delayUntil(reacted -> profiles.commit(move, reacted.changes()));
        return attempt.onErrorResume(CommitConflict.class, conflict -> {
                    metrics.conflict();
                    return attempt;
                })
                .onErrorResume(CommitConflict.class, again -> {
                    metrics.conflict();
                    return profiles.alone(service, attempt);
                });
    }

    private Mono<Reacted> bury(OffsetMove move, List<Arrival> batch, ServiceDeleted reason) {
        return Mono.just(Reacted.deadLettered(batch, String.valueOf(reason.getMessage())))
                .delayUntil(reacted -> deadLetters.produce(service, reacted.letters()))
                .delayUntil(reacted -> profiles.commit(move, reacted.changes()));
    }

    private static long definitionVersion(List<Arrival> batch) {
        return batch.stream()
                .mapToLong(arrival -> arrival instanceof Arrival.Intact intact
                        ? intact.headers().definitionVersion()
                        : 0)
                .max()
                .orElse(0);
    }

    private static Set<UUID> uuids(List<Arrival> batch) {
        var uuids = new LinkedHashSet<UUID>();
        for (Arrival arrival : batch) {
            if (arrival instanceof Arrival.Intact intact && intact.headers().uuid() != null) {
                uuids.add(intact.headers().uuid());
            }
        }
        return uuids;
    }

    private static Set<Id> ids(List<Arrival> batch, CompiledService definition) {
        var ids = new LinkedHashSet<Id>();
        for (Arrival arrival : batch) {
            if (arrival instanceof Arrival.Intact intact) {
                AcceptedEvent event = intact.event();
                ids.addAll(definition
                        .identity()
                        .counting(
                                event.caller(),
                                definition.identify(event.event()).ids()));
            }
        }
        return ids;
    }
}
