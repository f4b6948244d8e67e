package io.p13n.offer.definition;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secret of {@code WP13n-Token}; it routes an event to its personalization service.
 *
 * @param allowedOrigins never empty for a public token
 * @param allowedIps addresses and CIDR blocks; empty is unrestricted
 * @param rateLimit per ingest replica
 * @param expiresAt from this moment it counts no more; null for never
 */
public record Token(
        String name,
        long instance,
        Kind kind,
        Digest digest,
        List<String> allowedOrigins,
        List<String> allowedIps,
        @Nullable RateLimit rateLimit,
        @Nullable Instant expiresAt) {

    public enum Kind {
        PUBLIC,
        PRIVATE
    }

    public Token {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedIps = List.copyOf(allowedIps);
    }

    public boolean isActive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
