package io.p13n.reactor.definition;

import io.p13n.contract.ServiceId;

/** Wants to know which services this replica holds a definition of. */
public interface ServiceListener {

    /** A version of this service's definition has come; called for each version, so more than once. */
    void serviceDefined(ServiceId service);
}
