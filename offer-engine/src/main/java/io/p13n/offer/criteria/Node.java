package io.p13n.offer.criteria;

/** A piece of a planned expression. Immutable; safe for many threads. */
abstract class Node {

    /**
     * What it is of the facts: Boolean, Long, Double, String, Instant, Duration, List, Map, Optional or
     * {@link Unknown#UNKNOWN}. Never throws, whatever the facts.
     */
    abstract Object value(Facts facts, Locals locals);
}
