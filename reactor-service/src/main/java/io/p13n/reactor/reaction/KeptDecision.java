package io.p13n.reactor.reaction;

import io.p13n.contract.EventHeaders;

/** A decision that was committed, and the headers of its event. */
public record KeptDecision(EventHeaders headers, Decided decided) {}
