package io.p13n.reactor.archive;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Connections to the same database for what is kept, apart from those that decide. */
@Component
public class ArchiveDatabase implements DisposableBean {

    private final HikariDataSource connections;
    private final JdbcClient client;

    ArchiveDatabase(HikariDataSource shared, ArchiveProperties properties, MeterRegistry registry) {
        this.connections = new HikariDataSource();
        shared.copyStateTo(connections);
        connections.setPoolName("archive");
        connections.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
        connections.setMinimumIdle(0);
        connections.setMaximumPoolSize(properties.connections());
        this.client = JdbcClient.create(connections);
    }

    public JdbcClient client() {
        return client;
    }

    public JdbcClient.StatementSpec sql(String statement) {
        return client.sql(statement);
    }

    @Override
    public void destroy() {
        connections.close();
    }
}
