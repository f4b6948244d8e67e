package io.p13n.ingest.access;

import io.p13n.contract.AddressRanges;
import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.RateLimit;
import io.p13n.offer.definition.Token;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token that an account has.
 *
 * @param service where it routes events
 * @param name the token's name
 * @param digest of its secret
 * @param kind which route takes it
 * @param allowedOrigins the pages' origins that may use it
 * @param allowedAddresses where callers may be; absent means anywhere
 * @param rateLimit how often it may be used; absent means unlimited
 * @param expiresAt from this moment it counts no more; absent means never
 */
record GrantedToken(
        ServiceId service,
        String name,
        Digest digest,
        Token.Kind kind,
        Set<String> allowedOrigins,
        @Nullable AddressRanges allowedAddresses,
        @Nullable RateLimit rateLimit,
        @Nullable Instant expiresAt) {

    static GrantedToken of(long account, Token token) {
        return new GrantedToken(
                new ServiceId(account, token.instance()),
                token.name(),
                token.digest(),
                token.kind(),
                Set.copyOf(token.allowedOrigins()),
                token.allowedIps().isEmpty() ? null : AddressRanges.parse(token.allowedIps()),
                token.rateLimit(),
                token.expiresAt());
    }

    /** Whether its caller's address is to be looked at. */
    boolean asksForAddress() {
        return allowedAddresses != null;
    }

    boolean admits(@Nullable InetAddress caller) {
        return allowedAddresses == null || (caller != null && allowedAddresses.contains(caller));
    }

    boolean isPublic() {
        return kind == Token.Kind.PUBLIC;
    }

    boolean isActive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
