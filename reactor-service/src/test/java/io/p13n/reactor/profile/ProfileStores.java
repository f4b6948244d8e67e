package io.p13n.reactor.profile;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores for tests of what uses them. */
public final class ProfileStores {

    private ProfileStores() {}

    /** The store on PostgreSQL. */
    public static ProfileStore postgres(DataSource connections) {
        return new PostgresProfileStore(
                JdbcClient.create(connections), new TransactionTemplate(new JdbcTransactionManager(connections)));
    }
}
