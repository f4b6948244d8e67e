package io.p13n.admin.account;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The table of uses, which the event store and this API keep. */
@Component
class CredentialUses {

    private final DatabaseClient database;

    CredentialUses(DatabaseClient database) {
        this.database = database;
    }

    Mono<LastUses> of(Shelf shelf) {
        return used(shelf).zipWith(made(shelf.account()), LastUses::new);
    }

    private Mono<Map<String, Instant>> used(Shelf shelf) {
        return moments(database.sql(
                        "select name, used_at as at from credential_use where account = :account and instance = :instance")
                .bind("account", shelf.account())
                .bind("instance", shelf.instance()));
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
