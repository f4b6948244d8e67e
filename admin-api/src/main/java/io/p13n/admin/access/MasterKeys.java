package io.p13n.admin.access;

import io.p13n.admin.access.Accounts.Keys;
import io.p13n.admin.http.Fault;
import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.Digest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Stands before every route below {@code /accounts/{account}}: lets in who presents an active master key of that
 * account. Keys are compared by their SHA-256, so the time that it takes tells nothing of a secret.
 */
@Component
public class MasterKeys implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    /** The path below which all of an account lies. */
    public static final String PATH = "/accounts/{account:[1-9][0-9]{0,17}}";

    private static final Pattern AUTHORIZATION = Pattern.compile("TD1 +([1-9]\\d{0,17})/([!-.0-~]{1,256})");
    private static final String BOOTSTRAP = "bootstrap";

    private final Accounts accounts;
    private final KeyUses uses;
    private final List<AccessProperties.BootstrapKey> bootstrapKeys;

    MasterKeys(Accounts accounts, KeyUses uses, AccessProperties properties) {
        this.accounts = accounts;
        this.uses = uses;
        this.bootstrapKeys = properties.bootstrapKeys();
    }

    @Override
    public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
        return caller(request).doOnNext(caller -> caller.enter(request)).flatMap(caller -> next.handle(request));
    }

    private Mono<Caller> caller(ServerRequest request) {
        String presented = Optional.ofNullable(request.headers().asHttpHeaders().getFirst(HttpHeaders.AUTHORIZATION))
                .orElse("");
        Matcher parts = AUTHORIZATION.matcher(presented);
        if (!parts.matches()) {
            return Mono.error(unauthenticated());
        }
        long account = Long.parseLong(parts.group(1));
        return keyName(account, Digest.ofSecret(parts.group(2)))
                .switchIfEmpty(Mono.error(MasterKeys::unauthenticated))
                .map(key -> ofAccount(Caller.of(account, key, request), request));
    }

    private Mono<String> keyName(long account, Digest digest) {
        return accounts.keys(account).flatMap(keys -> keyName(account, digest, keys));
    }

    private Mono<String> keyName(long account, Digest digest, Keys keys) {
        for (ApiKey key : keys.active()) {
            if (key.digest().equals(digest)) {
                String name = master(key).name();
                uses.note(account, name);
                return Mono.just(name);
            }
        }
        return isBootstrap(account, digest, keys)
                ? accounts.isRevoked(account, digest)
                        .filter(revoked -> !revoked)
                        .map(active -> BOOTSTRAP)
                : Mono.empty();
    }

    private boolean isBootstrap(long account, Digest digest, Keys keys) {
        return keys.active().stream().noneMatch(key -> key.kind() == ApiKey.Kind.MASTER)
                && bootstrapKeys.stream().anyMatch(key -> key.is(account, digest));
    }

    private static ApiKey master(ApiKey key) {
        if (key.kind() != ApiKey.Kind.MASTER) {
            throw Fault.FORBIDDEN.because("this takes a master key, and the one presented may only write");
        }
        return key;
    }

    private static Caller ofAccount(Caller caller, ServerRequest request) {
        if (!String.valueOf(caller.account()).equals(request.pathVariable("account"))) {
            throw Fault.FORBIDDEN.because("this key acts on account " + caller.account() + " alone");
        }
        return caller;
    }

    private static RuntimeException unauthenticated() {
        return Fault.UNAUTHENTICATED.because(
                "Authorization must be 'TD1 {account}/{apikey}' with an active master key of the account");
    }
}
