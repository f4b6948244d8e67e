package io.p13n.ingest.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.ingest.failure.Refusal;
import io.p13n.offer.definition.Token;
import java.net.InetAddress;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Decides who may do what. */
@Component
public class Access {

    private final LiveDirectory directory;
    private final CallerAddress addresses;
    private final Rates rates;
    private final Timer auth;

    Access(LiveDirectory directory, CallerAddress addresses, Rates rates, MeterRegistry registry) {
        this.directory = directory;
        this.addresses = addresses;
        this.rates = rates;
        this.auth = Timer.builder("p13n.ingest.auth")
                .description("Time until it is decided whether a request is admitted")
                .register(registry);
    }

    /**
     * Admits a request to the personalization API.
     *
     * @param kind which of the two routes it came by
     * @throws io.p13n.ingest.failure.Refused at the first check that fails, in the contract's order
     */
    public Grant admit(Token.Kind kind, ServerRequest request) {
        return admitted(() -> decide(kind, request));
    }

    private Grant decide(Token.Kind kind, ServerRequest request) {
        Directory current = directory.current();
        Credentials presented = Credentials.of(request.headers().asHttpHeaders());
        String table = table(request);
        GrantedKey key = authenticated(presented.key(current));
        requireKeyOf(kind, key);
        requirePermission(key, table, presented.origin());
        GrantedToken token = token(current, presented);
        requireAccount(token, key);
        requireKind(token, kind);
        requireOrigin(token, presented.origin());
        if (token.asksForAddress()) {
            requireAddress(token, addresses.of(request));
        }
        rates.take(key, token);
        return new Grant(key.name(), token.name(), caller(token.isPublic()), table, route(current, token));
    }

    /**
     * Admits a request to the ingest API.
     *
     * @throws io.p13n.ingest.failure.Refused at the first check that fails, in the contract's order
     */
    public Grant admitRecords(ServerRequest request) {
        return admitted(() -> decideRecords(request));
    }

    private Grant decideRecords(ServerRequest request) {
        Directory current = directory.current();
        Credentials presented = Credentials.of(request.headers().asHttpHeaders());
        String table = table(request);
        GrantedKey key = authenticated(presented.keyOfRecords(current));
        requirePermission(key, table, presented.origin());
        rates.take(key);
        return new Grant(key.name(), null, caller(key.page()), table, current.route(key.account(), table));
    }

    private Grant admitted(Supplier<Grant> decision) {
        return Objects.requireNonNull(auth.record(decision));
    }

    private static String table(ServerRequest request) {
        return request.pathVariable("database") + "." + request.pathVariable("table");
    }

    private static CallerKind caller(boolean isPublic) {
        return isPublic ? CallerKind.PUBLIC : CallerKind.PRIVATE;
    }

    private static GrantedKey authenticated(@Nullable GrantedKey key) {
        if (key == null) {
            throw Refusal.UNAUTHENTICATED.because(
                    "Authorization must be 'TD1 {account_id}/{apikey}' with an active API key");
        }
        return key;
    }

    private static void requireKeyOf(Token.Kind kind, GrantedKey key) {
        if (key.page() && kind == Token.Kind.PRIVATE) {
            throw Refusal.FORBIDDEN.because("the API key is made for pages; the private route takes a server's key");
        }
        if (!key.page() && kind == Token.Kind.PUBLIC) {
            throw Refusal.FORBIDDEN.because("the API key is a server's; the public route takes a key made for pages");
        }
    }

    private static void requirePermission(GrantedKey key, String table, @Nullable String origin) {
        if (!key.mayWrite(table)) {
            throw Refusal.FORBIDDEN.because("the API key may not write to " + table);
        }
        if (!key.admits(origin)) {
            throw Refusal.FORBIDDEN.because("Origin is missing or not among the API key's origins");
        }
    }

    private static GrantedToken token(Directory current, Credentials presented) {
        if (!presented.hasToken()) {
            throw Refusal.TOKEN_MISSING.because("the header WP13n-Token is missing");
        }
        if (!presented.hasTokenInForm()) {
            throw Refusal.TOKEN_MALFORMED.because("WP13n-Token must be {account_id}/{instance_id}/{token}: two positive"
                    + " integers and 32 hexadecimal digits");
        }
        GrantedToken token = presented.token(current);
        if (token == null) {
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
            throw Refusal.TOKEN_OF_OTHER_KIND.because(
                    token.isPublic()
                            ? "WP13n-Token is a public one; this route takes a private one"
                            : "WP13n-Token is a private one; this route takes a public one");
        }
    }

    private static void requireOrigin(GrantedToken token, @Nullable String origin) {
        if (token.isPublic() && (origin == null || !token.allowedOrigins().contains(origin))) {
            throw Refusal.ORIGIN.because("Origin is missing or not among the token's allowed origins");
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
