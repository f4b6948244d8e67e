package io.p13n.offer.decision;

import io.p13n.offer.criteria.Criterion;
import org.jspecify.annotations.Nullable;

/**
 * A named filter, ready to be asked.
 *
 * @param when absent is every event of the table
 */
record CompiledKeyEvent(String name, String table, @Nullable Criterion when) {}
