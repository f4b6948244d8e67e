package io.p13n.ingest.access;

import io.p13n.contract.ServiceId;
import io.p13n.ingest.failure.Refusal;
import io.p13n.offer.definition.Token;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides who may do what. */
@Component
public class Access {

    private static final Pattern AUTHORIZATION = Pattern.compile("TD1 +(?:(\\d{1,18})/)?([!-.0-~]{1,256})");
    private static final Pattern TOKEN = Pattern.compile("([1-9]\\d{0,17})/([1-9]\\d{0,17})/([0-9a-f]{32})");

    private final LiveDirectory directory;

    Access(LiveDirectory directory) {
        this.directory = directory;
    }

    /**
     * What a request presents to be let in.
     *
     * @param authorization the header {@code Authorization}
     * @param token the header {@code WP13n-Token}
     * @param table the table that it writes to, {@code database.table}
     * @param caller the caller's address
     */
    public record Credentials(
            @Nullable String authorization,
            @Nullable String token,
            String table,
            @Nullable InetAddress caller) {}

    /**
     * What a request was granted.
     *
     * @param token the name of its token
     * @param route where its events go
     */
    public record Grant(String token, EventRoute route) {}

    /**
     * Admits a server's request to the private route.
     *
     * @throws io.p13n.ingest.failure.Refused at the first check that fails, in the contract's order
     */
    public Grant admitPrivate(Credentials presented) {
        Directory current = directory.current();
        GrantedKey key = authenticated(current, presented.authorization());
        requirePermission(key, presented.table());
        GrantedToken token = token(current, presented.token());
        requireAccount(token, key);
        requireKind(token, Token.Kind.PRIVATE);
        requireAddress(token, presented.caller());
        return new Grant(token.name(), route(current, token));
    }

    private static GrantedKey authenticated(Directory current, @Nullable String authorization) {
        Matcher parts = AUTHORIZATION.matcher(authorization == null ? "" : authorization);
        GrantedKey key = parts.matches() ? current.key(parts.group(2)) : null;
        if (key == null || (parts.group(1) != null && Long.parseLong(parts.group(1)) != key.account())) {
            throw Refusal.UNAUTHENTICATED.because(
                    "Authorization must be 'TD1 {account_id}/{apikey}' with an active API key");
        }
        return key;
    }

    private static void requirePermission(GrantedKey key, String table) {
        if (key.page()) {
            throw Refusal.FORBIDDEN.because("the API key is made for pages; the private route takes a server's key");
        }
        if (!key.mayWrite(table)) {
            throw Refusal.FORBIDDEN.because("the API key may not write to " + table);
        }
    }

    private static GrantedToken token(Directory current, @Nullable String header) {
        if (header == null || header.isBlank()) {
            throw Refusal.TOKEN_MISSING.because("the header WP13n-Token is missing");
        }
        Matcher parts = TOKEN.matcher(header);
        if (!parts.matches()) {
            throw Refusal.TOKEN_MALFORMED.because("WP13n-Token must be {account_id}/{instance_id}/{token}: two positive"
                    + " integers and 32 hexadecimal digits");
        }
        var service = new ServiceId(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
        GrantedToken token = current.token(parts.group(3));
        if (token == null || !token.service().equals(service)) {
            throw Refusal.TOKEN_UNKNOWN.because("WP13n-Token is not in configuration, or is revoked");
        }
        return token;
    }

    private static void requireAccount(GrantedToken token, GrantedKey key) {
        if (token.service().account() != key.account()) {
            throw Refusal.TOKEN_OF_OTHER_ACCOUNT.because("WP13n-Token and the API key belong to different accounts");
        }
    }

    private static void requireKind(GrantedToken token, Token.Kind kind) {
        if (token.kind() != kind) {
            throw Refusal.TOKEN_OF_OTHER_KIND.because("WP13n-Token is a public one; this route takes a private one");
        }
    }

    private static void requireAddress(GrantedToken token, @Nullable InetAddress caller) {
        if (!token.admits(caller)) {
            throw Refusal.ADDRESS.because("the caller's address is not in the token's IP allow list");
        }
    }

    private static EventRoute route(Directory current, GrantedToken token) {
        EventRoute route = current.service(token.service());
        if (route == null) {
            throw Refusal.TOKEN_UNKNOWN.because(
                    "WP13n-Token names service " + token.service() + ", which has no definition");
        }
        return route;
    }
}
