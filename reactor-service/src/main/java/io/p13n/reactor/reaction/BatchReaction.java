package io.p13n.reactor.reaction;

import io.p13n.offer.decision.CompiledService;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.reaction.Reaction.Applied;
import io.p13n.reactor.reaction.Reaction.DeadLettered;
import io.p13n.reactor.reaction.Reaction.Duplicate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reacts to one batch in memory, event by event, in order. Of use for one attempt at one batch only. */
final class BatchReaction {

    private static final Logger log = LoggerFactory.getLogger(BatchReaction.class);

    private final WorkingSet workingSet;
    private final Uuids uuids;

    /**
     * Begins with what was loaded.
     *
     * @param window for how long, by moments of acceptance, a uuid counts once
     */
    BatchReaction(CompiledService definition, LoadedBatch loaded, Duration window) {
        this.workingSet = new WorkingSet(definition, loaded);
        this.uuids = new Uuids(loaded.seenUuids(), window);
    }

    Reacted to(List<Arrival> batch) {
        var reactions = new ArrayList<Reaction>(batch.size());
        for (Arrival arrival : batch) {
            reactions.add(to(arrival));
        }
        return new Reacted(List.copyOf(reactions), workingSet.changes(uuids.changes()));
    }

    private Reaction to(Arrival arrival) {
        if (arrival instanceof Arrival.Broken broken) {
            return new DeadLettered(arrival, broken.reason());
        }
        var intact = (Arrival.Intact) arrival;
        try {
            return decided(intact);
        } catch (RuntimeException bug) {
            // The engine is pure: what it throws for this event it will throw again, and it must not stop the others.
            log.error("record {} can't be decided", intact.headers().recordId(), bug);
            return new DeadLettered(arrival, "the engine failed: " + bug);
        }
    }

    private Reaction decided(Arrival.Intact arrival) {
        @Nullable UUID uuid = arrival.headers().uuid();
        Instant acceptedAt = arrival.headers().acceptedAt();
        if (uuids.isDuplicate(uuid, acceptedAt)) {
            return new Duplicate(arrival, workingSet.answer(arrival.event()));
        }
        var applied = new Applied(
                arrival, workingSet.apply(arrival.event(), arrival.headers().replyTo() != null));
        uuids.remember(uuid, acceptedAt);
        return applied;
    }
}
