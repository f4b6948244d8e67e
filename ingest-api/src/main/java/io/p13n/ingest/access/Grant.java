package io.p13n.ingest.access;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;

/**
 * What a request was granted: to write events to this table.
 *
 * @param name of the token by which it came, or on the ingest API of the API key, behind {@link EventHeaders#KEY}
 * @param caller what its events may claim: a page's key or token proves nothing
 * @param table {@code database.table}
 * @param route where its events go: to the service that has the table, or to the store alone
 */
public record Grant(String name, CallerKind caller, String table, EventRoute route) {}
