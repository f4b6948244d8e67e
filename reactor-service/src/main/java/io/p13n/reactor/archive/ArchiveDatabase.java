package io.p13n.reactor.archive;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.r2dbc.ConnectionFactoryBuilder;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Connections to the same database for what is kept, apart from those that decide. */
@Component
public class ArchiveDatabase implements DisposableBean {

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

    public DatabaseClient client() {
        return client;
    }

    public DatabaseClient.GenericExecuteSpec sql(String statement) {
        return client.sql(statement);
    }

    @Override
    public void destroy() {
        connections.dispose();
    }
}
