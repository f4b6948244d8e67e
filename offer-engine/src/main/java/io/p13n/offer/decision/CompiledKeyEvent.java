package io.p13n.offer.decision;

import io.p13n.offer.criteria.Criterion;
import io.p13n.offer.criteria.Facts;
import io.p13n.offer.event.AcceptedEvent;
import org.jspecify.annotations.Nullable;

/** A named filter, ready to be asked. */
record CompiledKeyEvent(String name, String table, @Nullable Criterion when) {

    boolean happened(AcceptedEvent event, Facts facts) {
        return event.table().equals(table) && (when == null || when.holds(facts));
    }
}
