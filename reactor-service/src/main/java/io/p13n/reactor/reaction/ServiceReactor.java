package io.p13n.reactor.reaction;

import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.profile.Id;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.profile.CommitConflict;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.ProfileStore;
import io.p13n.reactor.reaction.Reaction.Applied;
import io.p13n.reactor.reaction.Reaction.DeadLettered;
import io.p13n.reactor.reply.ReplySender;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The reactor of one service. The path of a batch: read, load, decide, dead-letter, commit, count, reply. */
final class ServiceReactor implements BatchHandler {

    private static final Logger log = LoggerFactory.getLogger(ServiceReactor.class);

    private final ServiceId service;
    private final Definitions definitions;
    private final ProfileStore profiles;
    private final DeadLetters deadLetters;
    private final ReplySender replies;
    private final ReactionMetrics metrics;

    ServiceReactor(
            ServiceId service,
            Definitions definitions,
            ProfileStore profiles,
            DeadLetters deadLetters,
            ReplySender replies,
            ReactionMetrics metrics) {
        this.service = service;
        this.definitions = definitions;
        this.profiles = profiles;
        this.deadLetters = deadLetters;
        this.replies = replies;
        this.metrics = metrics;
    }

    @Override
    public Mono<Void> handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Arrival> batch = records.stream().map(Arrival::read).toList();
        return definitions
                .atLeast(service, definitionVersion(batch))
                .flatMap(definition -> react(move, batch, definition))
                .doOnNext(metrics::count)
                .doOnNext(reacted -> replies.send(reacted.replies()))
                .then();
    }

    private Mono<Reacted> react(OffsetMove move, List<Arrival> batch, CompiledService definition) {
        Mono<Reacted> attempt = profiles.load(service, ids(batch, definition))
                .map(loaded -> decide(batch, definition, loaded))
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

    private static long definitionVersion(List<Arrival> batch) {
        return batch.stream()
                .mapToLong(arrival -> arrival instanceof Arrival.Intact intact
                        ? intact.headers().definitionVersion()
                        : 0)
                .max()
                .orElse(0);
    }

    private static Set<Id> ids(List<Arrival> batch, CompiledService definition) {
        var ids = new LinkedHashSet<Id>();
        for (Arrival arrival : batch) {
            if (arrival instanceof Arrival.Intact intact) {
                ids.addAll(definition.identify(intact.event().event()).ids());
            }
        }
        return ids;
    }

    private static Reacted decide(List<Arrival> batch, CompiledService definition, LoadedBatch loaded) {
        var workingSet = new WorkingSet(definition, loaded);
        var reactions = new ArrayList<Reaction>(batch.size());
        for (Arrival arrival : batch) {
            reactions.add(decide(arrival, workingSet));
        }
        return new Reacted(List.copyOf(reactions), workingSet.changes());
    }

    private static Reaction decide(Arrival arrival, WorkingSet workingSet) {
        if (arrival instanceof Arrival.Broken broken) {
            return new DeadLettered(arrival, broken.reason());
        }
        var intact = (Arrival.Intact) arrival;
        try {
            return new Applied(intact, workingSet.decide(intact.event()));
        } catch (RuntimeException bug) {
            // The engine is pure: what it throws for this event it will throw again, and it must not stop the others.
            log.error("record {} can't be decided", intact.headers().recordId(), bug);
            return new DeadLettered(arrival, "the engine failed: " + bug);
        }
    }
}
