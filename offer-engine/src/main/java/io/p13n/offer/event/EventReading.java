package io.p13n.offer.event;

/** What came of reading a body as an event. */
public sealed interface EventReading permits Event, UnacceptableEvent {}
