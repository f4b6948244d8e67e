package io.p13n.ingest.access;

import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.Token;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All accounts and services of one moment, ready to be looked up. Secrets are found by their digest, so the time that a
 * look-up takes tells nothing of a secret.
 */
final class Directory {

    static final Directory EMPTY = new Directory(Map.of(), Map.of());

    private final Map<Long, AccountDocument> accounts;
    private final Map<ServiceId, EventRoute> services;
    private final Map<Digest, GrantedKey> keys = new HashMap<>();
    private final Map<Digest, GrantedToken> tokens = new HashMap<>();
    private final Map<Long, Map<String, EventRoute>> tables = new HashMap<>();
    private final Set<String> origins = new HashSet<>();

    private Directory(Map<Long, AccountDocument> accounts, Map<ServiceId, EventRoute> services) {
        this.accounts = Map.copyOf(accounts);
        this.services = Map.copyOf(services);
        accounts.values().forEach(this::index);
        services.values().forEach(this::index);
    }

    private void index(AccountDocument account) {
        for (ApiKey key : account.apiKeys()) {
            keys.put(key.digest(), GrantedKey.of(account.account(), key));
            origins.addAll(key.origins());
        }
        for (Token token : account.tokens()) {
            tokens.put(token.digest(), GrantedToken.of(account.account(), token));
            origins.addAll(token.allowedOrigins());
        }
    }

    private void index(EventRoute route) {
        Map<String, EventRoute> ofAccount =
                tables.computeIfAbsent(route.service().account(), account -> new HashMap<>());
        route.tables().forEach(table -> ofAccount.put(table, route));
    }

    Directory with(AccountDocument account) {
        var replaced = new HashMap<>(accounts);
        replaced.put(account.account(), account);
        return new Directory(replaced, services);
    }

    Directory with(EventRoute route) {
        var replaced = new HashMap<>(services);
        replaced.put(route.service(), route);
        return new Directory(accounts, replaced);
    }

    Directory without(long account) {
        var replaced = new HashMap<>(accounts);
        replaced.remove(account);
        return new Directory(replaced, services);
    }

    Directory without(ServiceId service) {
        var replaced = new HashMap<>(services);
        replaced.remove(service);
        return new Directory(accounts, replaced);
    }

    /** The API key, if it has not expired. */
    @Nullable
    GrantedKey key(String secret) {
        GrantedKey key = keys.get(Digest.ofSecret(secret));
        return key != null && key.isActive(Instant.now()) ? key : null;
    }

    /** The token, if it has not expired. */
    @Nullable
    GrantedToken token(String secret) {
        GrantedToken token = tokens.get(Digest.ofSecret(secret));
        return token != null && token.isActive(Instant.now()) ? token : null;
    }

    @Nullable
    EventRoute service(ServiceId service) {
        return services.get(service);
    }

    /** Where the events of this table of the account go. */
    EventRoute route(long account, String table) {
        EventRoute route = tables.getOrDefault(account, Map.of()).get(table);
        return route == null ? EventRoute.ofNoService(account, table) : route;
    }

    /** Whether some key or token names this origin. */
    boolean names(String origin) {
        return origins.contains(origin);
    }

    Collection<ServiceId> services() {
        return services.keySet();
    }
}
