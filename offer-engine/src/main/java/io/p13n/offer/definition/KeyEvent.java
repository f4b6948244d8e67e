package io.p13n.offer.definition;

import org.jspecify.annotations.Nullable;

/**
 * A named filter over the events of one table.
 *
 * @param when absent is every event of the table
 */
public record KeyEvent(String name, String table, @Nullable Expression when) {}
