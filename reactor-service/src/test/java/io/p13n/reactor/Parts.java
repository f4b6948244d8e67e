package io.p13n.reactor;

import com.zaxxer.hikari.HikariDataSource;
import io.p13n.embedded.EmbeddedBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL with our schema and a real broker, started when first asked for; they end with the JVM. */
public final class Parts {

    private static final class Database {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                Flyway.configure()
                        .dataSource(server.getPostgresDatabase())
                        .load()
                        .migrate();
                return server;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static final class Broker {
        static final EmbeddedBroker SERVER = start();

        private static EmbeddedBroker start() {
            try {
                EmbeddedBroker broker = EmbeddedBroker.start(Files.createTempDirectory("p13n-kafka"), 0, 0);
                Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
                return broker;
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private Parts() {}

    /** Whoever stops it starts it again. */
    static EmbeddedBroker broker() {
        return Broker.SERVER;
    }

    public static EmbeddedPostgres database() {
        return Database.SERVER;
    }

    /** Changes the database behind the application's back. */
    public static void execute(String sql) {
        try (var connection = database().getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The number that a query gives. */
    public static long count(String sql) {
        try (var connection = database().getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    static String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + Database.SERVER.getPort() + "/postgres";
    }

    /** A replica's connections to a database of the server; whoever asked closes them. */
    public static HikariDataSource connections(String database, int most) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(Database.SERVER.getJdbcUrl("postgres", database));
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(most);
        return pool;
    }

    public static String bootstrapServers() {
        return Broker.SERVER.bootstrapServers();
    }
}
