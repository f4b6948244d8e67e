package io.p13n.admin.access;

import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The API keys of accounts, as the database holds them at this moment: so what is revoked through one replica is revoked
 * in all. A document is read again only when its version has changed.
 */
@Component
class Accounts {

    private final DatabaseClient database;
    private final Map<Long, Keys> read = new ConcurrentHashMap<>();

    Accounts(DatabaseClient database) {
        this.database = database;
    }

    /** The keys of one version of the account's document. */
    record Keys(long version, List<ApiKey> keys) {

        static final Keys NONE = new Keys(0, List.of());

        Keys {
            keys = List.copyOf(keys);
        }

        List<ApiKey> active() {
            Instant now = Instant.now();
            return keys.stream().filter(key -> key.isActive(now)).toList();
        }
    }

    /** None if there is no such account, or no document of it that this release understands. */
    Mono<Keys> keys(long account) {
        return database.sql("select version from definition where subject = :subject")
                .bind("subject", "account/" + account)
                .map(row -> Objects.requireNonNull(row.get("version", Long.class)))
                .one()
                .flatMap(version -> keys(account, version))
                .defaultIfEmpty(Keys.NONE);
    }

    private Mono<Keys> keys(long account, long version) {
        Keys known = read.get(account);
        return known != null && known.version() == version ? Mono.just(known) : readDocument(account, version);
    }

    private Mono<Keys> readDocument(long account, long version) {
        return database.sql("select document from definition_version where subject = :subject and version = :version")
                .bind("subject", "account/" + account)
                .bind("version", version)
                .map(row -> Objects.requireNonNull(row.get("document", String.class)))
                .one()
                .publishOn(Schedulers.boundedElastic())
                .map(text -> new Keys(version, keysIn(text)))
                .doOnNext(keys -> read.put(account, keys));
    }

    private static List<ApiKey> keysIn(String text) {
        return DefinitionReader.read(text) instanceof Reading.Read found
                        && found.document() instanceof AccountDocument account
                ? account.apiKeys()
                : List.of();
    }

    /** Whether the digest once belonged to a key or token of the account, and never will again. */
    Mono<Boolean> isRevoked(long account, Digest digest) {
        return database.sql("select 1 as found from credential"
                        + " where account = :account and digest = :digest and revoked_at is not null")
                .bind("account", account)
                .bind("digest", digest.hex())
                .map(row -> true)
                .one()
                .defaultIfEmpty(false);
    }
}
