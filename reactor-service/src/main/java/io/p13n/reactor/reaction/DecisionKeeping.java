package io.p13n.reactor.reaction;

import io.p13n.contract.ServiceId;
import java.util.List;

/** Takes decisions to keep what they were made upon. */
@FunctionalInterface
public interface DecisionKeeping {

    /**
     * Takes decisions that were committed and answered. Never waits, and never fails.
     *
     * @param definitionVersion by which they were made
     */
    void keep(ServiceId service, long definitionVersion, List<KeptDecision> decisions);
}
