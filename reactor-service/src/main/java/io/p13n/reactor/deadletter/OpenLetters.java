package io.p13n.reactor.deadletter;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.profile.CommitConflict;
import io.r2dbc.spi.ConnectionFactory;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Which dead letters are open: neither applied since, nor discarded, nor erased. What is driven again counts only while
 * its letter is open, and closes it in the same transaction; so it counts once, however often it is driven.
 */
@Component
public class OpenLetters {

    private static final String OPEN = """
            select origin from dead_letter
             where account = :account and instance = :instance and origin = any (:origins)
            """;
    private static final String ADD = """
            insert into dead_letter (account, instance, origin)
            select :account, :instance, o.origin from unnest(:origins) as o (origin) order by o.origin
            on conflict do nothing
            """;
    private static final String CLOSE = """
            delete from dead_letter d using (
                   select c.origin from dead_letter c
                    where c.account = :account and c.instance = :instance and c.origin = any (:origins)
                    order by c.origin
                      for update) open
             where d.account = :account and d.instance = :instance and d.origin = open.origin
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    OpenLetters(DatabaseClient database, ConnectionFactory connections) {
        this.database = database;
        this.transaction = TransactionalOperator.create(new R2dbcTransactionManager(connections));
    }

    /** Which of these are open. No round trip where there are none. */
    public Mono<Set<String>> among(ServiceId service, Collection<String> origins) {
        return origins.isEmpty()
                ? Mono.just(Set.of())
                : of(service, OPEN, origins)
                        .map(row -> Objects.requireNonNull(row.get("origin", String.class)))
                        .all()
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Commits a batch, and with it which letters it opened and which it closed.
     *
     * @return fails with {@link CommitConflict} if one that it closes has been closed by another
     */
    public Mono<Void> commit(
            ServiceId service, Collection<String> opened, Collection<String> closed, Mono<Void> batch) {
        if (opened.isEmpty() && closed.isEmpty()) {
            return batch;
        }
        // After the batch: its locks come first everywhere.
        return batch.then(update(service, ADD, opened))
                .then(update(service, CLOSE, closed))
                .filter(found -> found == closed.size())
                .switchIfEmpty(Mono.error(() -> new CommitConflict(new IllegalStateException("letter closed"))))
                .then()
                .as(transaction::transactional);
    }

    private Mono<Long> update(ServiceId service, String sql, Collection<String> origins) {
        return origins.isEmpty()
                ? Mono.just(0L)
                : of(service, sql, origins).fetch().rowsUpdated();
    }

    private DatabaseClient.GenericExecuteSpec of(ServiceId service, String sql, Collection<String> origins) {
        return database.sql(sql)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("origins", origins.toArray(String[]::new));
    }
}
