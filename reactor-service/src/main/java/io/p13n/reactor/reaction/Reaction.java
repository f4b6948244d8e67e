package io.p13n.reactor.reaction;

import io.p13n.offer.decision.Decision;

/**
 * What became of one record.
 *
 * <p>Law: in = applied + duplicate + erased + dead-lettered; each record of a committed batch has exactly one reaction,
 * and is counted by it. A letter that is driven again is a record of its own.
 */
sealed interface Reaction {

    /** The record that was reacted to. */
    Arrival arrival();

    /** The event changed its profile, and this was decided. */
    record Applied(Arrival.Intact arrival, Decided decided) implements Reaction {

        Decision decision() {
            return decided.decision();
        }
    }

    /** The event's uuid was applied before; nothing changed, and this is decided from the profile as it is. */
    record Duplicate(Arrival.Intact arrival, Decided decided) implements Reaction {

        Decision decision() {
            return decided.decision();
        }
    }

    /** A letter that is driven again though it is closed: it was applied, discarded or erased. Counts as a duplicate. */
    record Closed(Arrival arrival) implements Reaction {}

    /** The event names somebody who was erased after it was accepted. Nothing changed; who waits gets no offers. */
    record Erased(Arrival.Intact arrival) implements Reaction {}

    /** The record can't be processed, now or ever. */
    record DeadLettered(Arrival arrival, String reason) implements Reaction {}
}
