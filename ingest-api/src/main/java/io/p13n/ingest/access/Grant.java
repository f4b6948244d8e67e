package io.p13n.ingest.access;

import io.p13n.contract.EventHeaders.CallerKind;
import org.jspecify.annotations.Nullable;

/**
 * What a request was granted: to write events to this table.
 *
 * @param key the name of the API key by which it came
 * @param token the name of the token by which it came; absent on the ingest API
 * @param caller what its events may claim: a page's key or token proves nothing
 * @param table {@code database.table}
 * @param route where its events go: to the service that has the table, or to the store alone
 */
public record Grant(String key, @Nullable String token, CallerKind caller, String table, EventRoute route) {}
