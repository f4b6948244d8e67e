package io.p13n.reactor.deadletter;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.profile.CommitConflict;
import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

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

    private final JdbcClient database;
    private final TransactionOperations transaction;

    OpenLetters(JdbcClient database, TransactionOperations transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /** Which of these are open. No round trip where there are none. */
    public Set<String> among(ServiceId service, Collection<String> origins) {
        return origins.isEmpty()
                ? Set.of()
                : of(service, OPEN, origins).query(String.class).set();
    }

    /**
     * Commits a batch, and with it which letters it opened and which it closed.
     *
     * @throws CommitConflict if one that it closes has been closed by another
     */
    public void commit(ServiceId service, Collection<String> opened, Collection<String> closed, Runnable batch) {
        if (opened.isEmpty() && closed.isEmpty()) {
            batch.run();
            return;
        }
        transaction.executeWithoutResult(status -> {
            batch.run(); // first, for its locks come first everywhere
            update(service, ADD, opened);
            if (update(service, CLOSE, closed) != closed.size()) {
                throw new CommitConflict(new IllegalStateException("letter closed"));
            }
        });
    }

    private int update(ServiceId service, String sql, Collection<String> origins) {
        return origins.isEmpty() ? 0 : of(service, sql, origins).update();
    }

    private JdbcClient.StatementSpec of(ServiceId service, String sql, Collection<String> origins) {
        return database.sql(sql)
                .param("account", service.account())
                .param("instance", service.instance())
                .param("origins", origins.toArray(String[]::new));
    }
}
