package io.p13n.admin.account;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The table of uses, which the event store keeps. */
@Component
class TokenUses {

    private final DatabaseClient database;

    TokenUses(DatabaseClient database) {
        this.database = database;
    }

    /** Of API keys nothing is known, for events don't tell them. */
    Mono<LastUses> of(Shelf shelf) {
        return shelf instanceof Shelf.Tokens tokens
                ? used(tokens).zipWith(made(tokens.account()), LastUses::new)
                : Mono.just(LastUses.UNKNOWN);
    }

    private Mono<Map<String, Instant>> used(Shelf.Tokens tokens) {
        return moments(database.sql(
                        "select token as name, used_at as at from token_use where account = :account and instance = :instance")
                .bind("account", tokens.account())
                .bind("instance", tokens.instance()));
    }

    private Mono<Map<String, Instant>> made(long account) {
        return moments(database.sql("select 'sha256:' || digest as name, made_at as at from credential"
                        + " where account = :account and made_at is not null and revoked_at is null")
                .bind("account", account));
    }

    private static Mono<Map<String, Instant>> moments(DatabaseClient.GenericExecuteSpec query) {
        return query.map(row -> Map.entry(
                        Objects.requireNonNull(row.get("name", String.class)),
                        Objects.requireNonNull(row.get("at", Instant.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
