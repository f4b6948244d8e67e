package io.p13n.reactor.definition;

import io.p13n.contract.ServiceId;

/** The service has ended; events that are still in its topic are dead letters. */
public final class ServiceDeleted extends RuntimeException {

    private static final long serialVersionUID = 1;

    ServiceDeleted(ServiceId service) {
        super("service " + service + " was deleted", null, false, false);
    }
}
