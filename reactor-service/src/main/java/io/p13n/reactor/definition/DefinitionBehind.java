package io.p13n.reactor.definition;

import io.p13n.contract.ServiceId;

/** Ingest has stamped a version of a definition that has not reached this replica yet. It will; the batch waits. */
public final class DefinitionBehind extends RuntimeException {

    private static final long serialVersionUID = 1;

    DefinitionBehind(ServiceId service, long wanted, long held) {
        super("service " + service + " wants version " + wanted + ", this replica holds " + held, null, false, false);
    }
}
