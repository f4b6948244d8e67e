package io.p13n.reactor.definition;

import io.p13n.contract.ServiceId;

/** Wants to know whose events this replica may have to handle. */
public interface ServiceListener {

    /** A version of this service's definition has come; called for each version, so more than once. */
    void serviceDefined(ServiceId service);

    /** A version has come that ends this service; called again at each start of a replica. */
    void serviceDeleted(ServiceId service);

    /** A version of this account has come; called for each version, so more than once. */
    void accountDefined(long account);
}
