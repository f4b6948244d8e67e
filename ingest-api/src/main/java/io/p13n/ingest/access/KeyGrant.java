package io.p13n.ingest.access;

import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.ingest.failure.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What a request to the ingest API was granted by its API key alone.
 *
 * @param name of the API key
 * @param caller what its events may claim: a page's key proves nothing
 * @param table {@code database.table}
 * @param route where its events go; absent if no service of the account has the table
 */
public record KeyGrant(
        String name,
        CallerKind caller,
        String table,
        @Nullable EventRoute route) {

    /**
     * The same, once it matters that the table is one of a service.
     *
     * @throws io.p13n.ingest.failure.Refused if it is not
     */
    public Grant toService() {
        if (route == null) {
            throw Refusal.EVENT.because(table + " is not an event table of any service of the API key's account");
        }
        return new Grant(name, caller, table, route);
    }
}
