package io.p13n.reactor.definition;

import io.p13n.offer.decision.CompiledService;

/** A version of a service's definition, ready to decide. */
public record ServiceVersion(long number, CompiledService service) {}
