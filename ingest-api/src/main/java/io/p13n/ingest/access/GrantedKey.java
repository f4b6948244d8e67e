package io.p13n.ingest.access;

import io.p13n.offer.definition.ApiKey;
import java.util.Set;

/**
 * An API key that an account has.
 *
 * @param account whose key it is
 * @param page whether it is made to stand in pages
 * @param tables the tables that it may write; none means all
 */
record GrantedKey(long account, boolean page, Set<String> tables) {

    static GrantedKey of(long account, ApiKey key) {
        return new GrantedKey(account, key.page(), Set.copyOf(key.tables()));
    }

    boolean mayWrite(String table) {
        return tables.isEmpty() || tables.contains(table);
    }
}
