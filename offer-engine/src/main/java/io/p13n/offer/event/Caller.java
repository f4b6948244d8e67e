package io.p13n.offer.event;

/** Who sent an event: a browser, whose claims prove nothing, or a server. */
public enum Caller {
    PUBLIC,
    PRIVATE
}
