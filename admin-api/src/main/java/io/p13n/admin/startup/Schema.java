package io.p13n.admin.startup;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The tables, which reactor-service makes. */
@Component
final class Schema {

    private final DatabaseClient database;

    Schema(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Completes if the tables are there.
     *
     * <p>Fails with a {@link DataAccessResourceFailureException} if they, or the database, are not there yet.
     */
    Mono<Void> present() {
        // The last table of its migration, and migrations are transactions.
        return database.sql("select to_regclass('audit') is not null as present")
                .map(row -> Boolean.TRUE.equals(row.get("present", Boolean.class)))
                .one()
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(
                        () -> new DataAccessResourceFailureException("the database has not been migrated yet")))
                .then();
    }
}
