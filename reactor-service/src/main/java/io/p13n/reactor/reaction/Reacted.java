package io.p13n.reactor.reaction;

import io.p13n.contract.ReplyTo;
import io.p13n.offer.decision.Offer;
import io.p13n.offer.decision.Offers;
import io.p13n.reactor.deadletter.DeadLetter;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.reaction.Reaction.Applied;
import io.p13n.reactor.reaction.Reaction.Closed;
import io.p13n.reactor.reaction.Reaction.DeadLettered;
import io.p13n.reactor.reaction.Reaction.Duplicate;
import io.p13n.reactor.reaction.Reaction.Erased;
import io.p13n.reactor.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A batch after the engine has seen it: nothing of it is written yet.
 *
 * @param reactions one a record, in the batch's order
 * @param changes what is to be written
 */
record Reacted(List<Reaction> reactions, BatchChanges changes) {

    /** A batch of which nothing can be applied; who was erased has no letters. */
    static Reacted deadLettered(List<Arrival> batch, String reason, Predicate<Arrival.Intact> erased) {
        return new Reacted(
                batch.stream()
                        .<Reaction>map(arrival -> arrival instanceof Arrival.Intact intact && erased.test(intact)
                                ? new Erased(intact)
                                : new DeadLettered(arrival, reason))
                        .toList(),
                BatchChanges.NONE);
    }

    List<DeadLetter> letters() {
        return reactions.stream()
                .filter(DeadLettered.class::isInstance)
                .map(DeadLettered.class::cast)
                .map(dead -> new DeadLetter(dead.arrival().origin(), dead.reason()))
                .toList();
    }

    /** The origins of the letters that are driven again and need not be any more. */
    List<String> closed() {
        return reactions.stream()
                .filter(reaction -> !(reaction instanceof DeadLettered || reaction instanceof Closed))
                .map(reaction -> reaction.arrival().letter())
                .filter(Objects::nonNull)
                .toList();
    }

    /** One for each event that somebody waits for. */
    List<Reply> replies() {
        var replies = new ArrayList<Reply>();
        for (Reaction reaction : reactions) {
            if (reaction instanceof Applied applied) {
                reply(applied.arrival(), applied.decision().offers(), replies);
            } else if (reaction instanceof Duplicate duplicate) {
                reply(duplicate.arrival(), duplicate.decision().offers(), replies);
            } else if (reaction instanceof Erased erased) {
                reply(erased.arrival(), List.of(), replies);
            }
        }
        return replies;
    }

    /** What was decided for those that somebody waits for. */
    List<KeptDecision> decisions() {
        var decisions = new ArrayList<KeptDecision>();
        for (Reaction reaction : reactions) {
            if (reaction instanceof Applied applied) {
                decision(applied.arrival(), applied.decided(), decisions);
            } else if (reaction instanceof Duplicate duplicate) {
                decision(duplicate.arrival(), duplicate.decided(), decisions);
            }
        }
        return decisions;
    }

    private static void decision(Arrival.Intact arrival, Decided decided, List<KeptDecision> decisions) {
        if (arrival.headers().replyTo() != null) {
            decisions.add(new KeptDecision(arrival.headers(), decided));
        }
    }

    private static void reply(Arrival.Intact arrival, List<Offer> offers, List<Reply> replies) {
        ReplyTo waiting = arrival.headers().replyTo();
        if (waiting != null) {
            replies.add(new Reply(waiting, Offers.toJson(offers)));
        }
    }
}
