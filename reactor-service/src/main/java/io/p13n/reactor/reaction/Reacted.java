package io.p13n.reactor.reaction;

import io.p13n.contract.ReplyTo;
import io.p13n.offer.decision.Offers;
import io.p13n.reactor.deadletter.DeadLetter;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.reaction.Reaction.Applied;
import io.p13n.reactor.reaction.Reaction.DeadLettered;
import io.p13n.reactor.reply.Reply;
import java.util.List;
import java.util.function.Consumer;

/**
 * A batch after the engine has seen it: nothing of it is written yet.
 *
 * @param reactions one a record, in the batch's order
 * @param changes what is to be written
 */
record Reacted(List<Reaction> reactions, BatchChanges changes) {

    List<DeadLetter> letters() {
        return reactions.stream()
                .filter(DeadLettered.class::isInstance)
                .map(DeadLettered.class::cast)
                .map(dead -> new DeadLetter(dead.arrival().origin(), dead.reason()))
                .toList();
    }

    /** One for each event that somebody waits for. */
    List<Reply> replies() {
        return reactions.stream()
                .filter(Applied.class::isInstance)
                .map(Applied.class::cast)
                .mapMulti((Applied applied, Consumer<Reply> sink) -> {
                    ReplyTo waiting = applied.arrival().headers().replyTo();
                    if (waiting != null) {
                        sink.accept(new Reply(
                                waiting, Offers.toJson(applied.decision().offers())));
                    }
                })
                .toList();
    }
}
