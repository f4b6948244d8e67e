package io.p13n.reactor.reaction;

import io.p13n.offer.decision.CompiledService;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.reaction.Reaction.Applied;
import io.p13n.reactor.reaction.Reaction.Closed;
import io.p13n.reactor.reaction.Reaction.DeadLettered;
import io.p13n.reactor.reaction.Reaction.Duplicate;
import io.p13n.reactor.reaction.Reaction.Erased;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reacts to one batch in memory, event by event, in order. Of use for one attempt at one batch only. */
final class BatchReaction {

    private static final Logger log = LoggerFactory.getLogger(BatchReaction.class);

    private final WorkingSet workingSet;
    private final Uuids uuids;
    private final Set<String> openLetters;
    private final Predicate<Arrival.Intact> erased;

    /**
     * Begins with what was loaded.
     *
     * @param ids by the same definition
     * @param window for how long, by moments of acceptance, a uuid counts once
     * @param openLetters which of the letters that are driven again count
     * @param erased whose event may not be applied; the tombstones that were loaded count besides
     */
    BatchReaction(
            CompiledService definition,
            EventIds ids,
            LoadedBatch loaded,
            Duration window,
            Set<String> openLetters,
            Predicate<Arrival.Intact> erased) {
        this.openLetters = new HashSet<>(openLetters);
        this.erased = erased;
        this.workingSet = new WorkingSet(definition, ids, loaded);
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
        String letter = arrival.letter();
        if (letter != null && !openLetters.contains(letter)) {
            return new Closed(arrival);
        }
        Reaction reaction = reaction(arrival);
        if (letter != null && !(reaction instanceof DeadLettered)) {
            openLetters.remove(letter);
        }
        return reaction;
    }

    private Reaction reaction(Arrival arrival) {
        if (arrival instanceof Arrival.Broken broken) {
            return new DeadLettered(arrival, broken.reason());
        }
        var intact = (Arrival.Intact) arrival;
        try {
            return decided(intact);
        } catch (RuntimeException bug) {
            // The engine is pure: what it throws for this event it will throw again, and it must not stop the others.
            var where = new Unmentioned(bug);
            log.error("record {} can't be decided", intact.headers().recordId(), where);
            return new DeadLettered(arrival, "the engine failed: " + where.getMessage());
        }
    }

    /** What was thrown and where, without its message, which may have data of the customer in it. */
    private static final class Unmentioned extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unmentioned(RuntimeException bug) {
            super(bug.getClass().getName(), null, false, true);
            setStackTrace(bug.getStackTrace());
        }
    }

    private Reaction decided(Arrival.Intact arrival) {
        @Nullable UUID uuid = arrival.headers().uuid();
        Instant acceptedAt = arrival.headers().acceptedAt();
        if (workingSet.isErased(arrival.event()) || erased.test(arrival)) {
            return new Erased(arrival);
        }
        if (uuids.isDuplicate(uuid, acceptedAt)) {
            return new Duplicate(arrival, workingSet.answer(arrival.event()));
        }
        var applied = new Applied(
                arrival, workingSet.apply(arrival.event(), arrival.headers().replyTo() != null));
        uuids.remember(uuid, acceptedAt);
        return applied;
    }
}
