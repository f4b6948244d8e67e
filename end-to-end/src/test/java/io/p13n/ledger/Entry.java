package io.p13n.ledger;

import java.util.List;

/**
 * What the books say of one row.
 *
 * @param sent attempts
 * @param acknowledged attempts that were answered 200 or 202
 * @param unknown attempts of which the caller never heard whether they were kept
 * @param stored attempts in the event store
 * @param counted events in the counters of profiles
 * @param duplicates stored attempts that must not count, since their event was there
 * @param lost acknowledged attempts that are not stored, and stored events that are not counted
 * @param doubled rows too many in the event store, and events counted too often
 * @param merged profiles that went into another
 * @param problems what does not balance, in sentences; empty if all does
 */
record Entry(
        long sent,
        long acknowledged,
        long unknown,
        long stored,
        long counted,
        long duplicates,
        long lost,
        long doubled,
        long merged,
        List<String> problems) {

    boolean balances() {
        return problems.isEmpty();
    }
}
