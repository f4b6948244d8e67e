package io.p13n.ingest.access;

import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.RateLimit;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key that an account has.
 *
 * @param account whose key it is
 * @param name the key's name
 * @param digest of its secret
 * @param page whether it is made to stand in pages
 * @param tables the tables that it may write; none means all
 * @param origins the pages' origins that may use it; none means anybody may
 * @param rateLimit how often it may be used; absent means unlimited
 * @param expiresAt from this moment it counts no more; absent means never
 */
record GrantedKey(
        long account,
        String name,
        Digest digest,
        boolean page,
        Set<String> tables,
        Set<String> origins,
        @Nullable RateLimit rateLimit,
        @Nullable Instant expiresAt) {

    static GrantedKey of(long account, ApiKey key) {
        return new GrantedKey(
                account,
                key.name(),
                key.digest(),
                key.page(),
                Set.copyOf(key.tables()),
                Set.copyOf(key.origins()),
                key.rateLimit(),
                key.expiresAt());
    }

    boolean mayWrite(String table) {
        return tables.isEmpty() || tables.contains(table);
    }

    boolean admits(@Nullable String origin) {
        return origins.isEmpty() || (origin != null && origins.contains(origin));
    }

    boolean isActive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
