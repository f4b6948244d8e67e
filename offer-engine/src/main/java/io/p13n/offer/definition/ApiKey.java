package io.p13n.offer.definition;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secret of {@code Authorization: TD1}.
 *
 * @param page made to stand in a page's source; such a key is limited to tables, origins and a rate
 * @param tables {@code database.table}; empty is unrestricted
 * @param origins empty is unrestricted
 * @param rateLimit per ingest replica
 * @param expiresAt from this moment it counts no more; null for never
 */
public record ApiKey(
        String name,
        Kind kind,
        Digest digest,
        boolean page,
        List<String> tables,
        List<String> origins,
        @Nullable RateLimit rateLimit,
        @Nullable Instant expiresAt) {

    public enum Kind {
        WRITE,
        MASTER
    }

    public ApiKey {
        tables = List.copyOf(tables);
        origins = List.copyOf(origins);
    }

    public boolean isActive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
