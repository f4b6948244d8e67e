package io.p13n.ingest.access;

import io.p13n.contract.AddressRanges;
import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.Token;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A token that an account has.
 *
 * @param service where it routes events
 * @param name the token's name
 * @param kind which route takes it
 * @param allowedAddresses where callers may be; absent means anywhere
 */
record GrantedToken(
        ServiceId service,
        String name,
        Token.Kind kind,
        @Nullable AddressRanges allowedAddresses) {

    static GrantedToken of(long account, Token token) {
        return new GrantedToken(
                new ServiceId(account, token.instance()),
                token.name(),
                token.kind(),
                token.allowedIps().isEmpty() ? null : AddressRanges.parse(token.allowedIps()));
    }

    boolean admits(@Nullable InetAddress caller) {
        return allowedAddresses == null || (caller != null && allowedAddresses.contains(caller));
    }
}
