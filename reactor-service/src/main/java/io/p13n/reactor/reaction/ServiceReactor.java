package io.p13n.reactor.reaction;

import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.Id;
import io.p13n.reactor.catalog.HeldCatalogs;
import io.p13n.reactor.consume.BatchHandler;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.SqlState;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.deadletter.OpenLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.definition.ServiceDeleted;
import io.p13n.reactor.definition.ServiceVersion;
import io.p13n.reactor.erasure.Erasures;
import io.p13n.reactor.profile.CommitConflict;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.ProfileStore;
import io.p13n.reactor.reaction.Stages.Passage;
import io.p13n.reactor.reply.Reply;
import io.p13n.reactor.reply.ReplySender;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.dao.DataAccessException;

/**
 * The reactor of one service. The path of a batch: read, load, decide, dead-letter, commit, count, reply, keep what was decided upon.
 *
 * <p>A batch that PostgreSQL refuses for what is in it (SQLSTATE classes 22 and 23) is halved, and its halves go the same
 * path one after the other, until one record is left, which is a dead letter. So all others are applied, in order, and a
 * thousand records cost some ten attempts for each that is refused.
 */
final class ServiceReactor implements BatchHandler {

    /** Attempts at a batch before it takes its service alone. */
    private static final int OPTIMISTIC = 2;

    private final ServiceId service;
    private final Definitions definitions;
    private final HeldCatalogs catalogs;
    private final ProfileStore profiles;
    private final Erasures erasures;
    private final DeadLetters deadLetters;
    private final OpenLetters openLetters;
    private final ReplySender replies;
    private final DecisionKeeping decisions;
    private final ReactionMetrics metrics;
    private final Stages stages;
    private final Duration window;

    ServiceReactor(
            ServiceId service,
            Definitions definitions,
            HeldCatalogs catalogs,
            ProfileStore profiles,
            Erasures erasures,
            DeadLetters deadLetters,
            OpenLetters openLetters,
            ReplySender replies,
            DecisionKeeping decisions,
            ReactionMetrics metrics,
            Stages stages,
            Duration window) {
        this.service = service;
        this.definitions = definitions;
        this.catalogs = catalogs;
        this.profiles = profiles;
        this.erasures = erasures;
        this.deadLetters = deadLetters;
        this.openLetters = openLetters;
        this.replies = replies;
        this.decisions = decisions;
        this.metrics = metrics;
        this.stages = stages;
        this.window = window;
    }

    @Override
    public void handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Arrival> batch = records.stream().map(Arrival::read).toList();
        Passage passage = stages.of(batch);
        passage.takenUp(Instant.now());
        try {
            settle(move, batch, passage, definitions.atLeast(service, definitionVersion(batch)));
        } catch (ServiceDeleted deleted) {
            bury(move, batch, deleted);
        }
    }

    private void settle(OffsetMove move, List<Arrival> batch, Passage passage, ServiceVersion version) {
        Reacted reacted;
        try {
            reacted = react(move, batch, passage, version.service());
        } catch (DataAccessException refused) {
            if (!SqlState.blamesTheData(refused)) {
                throw refused;
            }
            if (batch.size() > 1) {
                halves(move, batch, version);
                return;
            }
            reacted = again(move, batch.get(0), passage, version.service(), refused);
        }
        finish(reacted, passage, version);
    }

    /** All is committed; what is left only tells of it. */
    private void finish(Reacted reacted, Passage passage, ServiceVersion version) {
        metrics.count(reacted);
        passage.time(Stage.REPLY, () -> reply(reacted));
        decisions.keep(service, version.number(), reacted.decisions());
        deadLetters.withdraw(service, reacted.closed());
    }

    private void reply(Reacted reacted) {
        List<Reply> answers = reacted.replies();
        metrics.count(answers);
        replies.send(answers);
    }

    private void halves(OffsetMove move, List<Arrival> batch, ServiceVersion version) {
        metrics.bisection();
        int half = batch.size() / 2;
        for (List<Arrival> part : List.of(batch.subList(0, half), batch.subList(half, batch.size()))) {
            settle(OffsetMove.of(move.group(), records(part)), part, stages.of(part), version);
        }
    }

    /** Refused once more while it is alone, the record is the cause. */
    private Reacted again(
            OffsetMove move, Arrival alone, Passage passage, CompiledService definition, DataAccessException refused) {
        if (alone instanceof Arrival.Broken) {
            throw refused; // nothing of it is written, so it is not the cause
        }
        try {
            return react(move, List.of(alone), passage, definition);
        } catch (DataAccessException once) {
            if (!SqlState.blamesTheData(once)) {
                throw once;
            }
            String reason = "the database refuses it, SQLSTATE " + SqlState.of(once);
            return react(
                    move, List.of(new Arrival.Broken(alone.origin(), alone.letter(), reason)), passage, definition);
        }
    }

    private Reacted react(OffsetMove move, List<Arrival> batch, Passage passage, CompiledService definition) {
        var ids = new EventIds(definition);
        for (int attempt = 0; attempt < OPTIMISTIC; attempt++) {
            try {
                return attempt(move, batch, passage, definition, ids);
            } catch (CommitConflict conflict) {
                metrics.conflict();
            }
        }
        return profiles.alone(service, () -> attempt(move, batch, passage, definition, ids));
    }

    private Reacted attempt(
            OffsetMove move, List<Arrival> batch, Passage passage, CompiledService definition, EventIds ids) {
        Set<String> open = openLetters.among(service, lettersIn(batch));
        LoadedBatch loaded = passage.time(Stage.LOAD, () -> load(batch, definition, ids));
        Reacted reacted = passage.time(
                Stage.ENGINE,
                () -> new BatchReaction(definition, ids, loaded, window, open, arrival -> isErased(arrival, ids))
                        .to(batch));
        passage.time(Stage.COMMIT, () -> commit(move, reacted));
        return reacted;
    }

    private void bury(OffsetMove move, List<Arrival> batch, ServiceDeleted reason) {
        Predicate<Arrival.Intact> erased = definitions
                .last(service)
                .map(EventIds::new)
                .<Predicate<Arrival.Intact>>map(ids -> arrival -> isErased(arrival, ids))
                .orElse(arrival -> false);
        var reacted = Reacted.deadLettered(batch, String.valueOf(reason.getMessage()), erased);
        commit(move, reacted);
        metrics.count(reacted);
    }

    private LoadedBatch load(List<Arrival> batch, CompiledService definition, EventIds ids) {
        return profiles.load(service, counting(batch, ids), uuids(batch), definition.batchReads())
                .with(catalogs.of(service, definition));
    }

    private void commit(OffsetMove move, Reacted reacted) {
        List<String> opened = deadLetters.produce(service, reacted.letters());
        openLetters.commit(service, opened, reacted.closed(), () -> profiles.commit(move, reacted.changes()));
    }

    private boolean isErased(Arrival.Intact arrival, EventIds ids) {
        AcceptedEvent event = arrival.event();
        return erasures.isErased(service, () -> ids.of(event), event.acceptedAt());
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(List<Arrival> batch) {
        return batch.stream().map(Arrival::origin).toList();
    }

    private static Set<String> lettersIn(List<Arrival> batch) {
        var letters = new LinkedHashSet<String>();
        for (Arrival arrival : batch) {
            String letter = arrival.letter();
            if (letter != null) {
                letters.add(letter);
            }
        }
        return letters;
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

    private static Set<Id> counting(List<Arrival> batch, EventIds ids) {
        var counting = new LinkedHashSet<Id>();
        for (Arrival arrival : batch) {
            if (arrival instanceof Arrival.Intact intact) {
                counting.addAll(ids.counting(intact.event()));
            }
        }
        return counting;
    }
}
