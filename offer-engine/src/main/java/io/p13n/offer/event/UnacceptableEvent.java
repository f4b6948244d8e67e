package io.p13n.offer.event;

/**
 * A body that is no event.
 *
 * @param reason one sentence for the caller: the offending field, and what would be right
 */
public record UnacceptableEvent(String reason) implements EventReading {}
