package io.p13n.reactor.archive;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** The archive's own connections to the same database. */
@Component
class ArchiveDatabase implements DisposableBean {

    private final ConnectionPool connections;
    private final DatabaseClient client;

    ArchiveDatabase(ConnectionFactory shared, ArchiveProperties properties) {
        this.connections = new ConnectionPool(ConnectionPoolConfiguration.builder(
                        ConnectionFactoryBuilder.derivedFrom(shared).build())
                .name("archive")
                .initialSize(0)
                .maxSize(properties.connections())
                .build());
        this.client = DatabaseClient.create(connections);
    }

    DatabaseClient.GenericExecuteSpec sql(String statement) {
        return client.sql(statement);
    }

    @Override
    public void destroy() {
        connections.dispose();
    }
}
