package io.p13n.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server in the care of this JVM, on 127.0.0.1, with one database and its owner, both named {@code p13n}.
 * Its data are durable and survive the death of this JVM, as does the server: the next start on the same directory
 * stops it and starts anew.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    public static final String NAME = "p13n";
    public static final String USERNAME = "p13n";

    private static final String SUPERUSER = "postgres";
    private static final String WRONG_PASSWORD = "28P01";
    private static final Pattern PASSWORD = Pattern.compile("[0-9A-Za-z_-]{1,200}");

    private final PostgresCluster cluster;
    private final int port;
    private final String password;

    private EmbeddedDatabase(PostgresCluster cluster, int port, String password) {
        this.cluster = cluster;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts a server.
     *
     * @param directory where its data, log and programs are, or are to be
     * @param port 0 takes a free one
     * @param password of the owner {@code p13n} and of the superuser {@code postgres}: letters, digits, {@code -} and
     *     {@code _}; it is set when the data are made, and must be the same ever after
     * @throws StartFailed if it does not start
     */
    public static EmbeddedDatabase start(Path directory, int port, String password) {
        return start(directory, port, password, directory);
    }

    /**
     * The same, with the programs elsewhere, so that several databases can share the 60 MB.
     *
     * @param binaries where the programs are, or are to be unpacked
     */
    public static EmbeddedDatabase start(Path directory, int port, String password, Path binaries) {
        if (!PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException("a password here is letters, digits, - and _");
        }
        var database = new EmbeddedDatabase(cluster(directory, binaries), LoopbackPort.orFree(port), password);
        database.restart();
        return database;
    }

    /**
     * Stops the server that a killed JVM may have left running on a directory, so that its port is free again.
     *
     * @return whether there was one
     */
    public static boolean stopOrphan(Path directory) {
        return stopOrphan(cluster(directory, directory));
    }

    private static boolean stopOrphan(PostgresCluster cluster) {
        try {
            return Files.isDirectory(cluster.data()) && cluster.stopOrphan();
        } catch (IOException failed) {
            throw new StartFailed(unreadable(cluster, failed), failed);
        }
    }

    private static PostgresCluster cluster(Path directory, Path binaries) {
        Path absolute = directory.toAbsolutePath().normalize();
        return new PostgresCluster(
                absolute, PostgresBinaries.unpackInto(binaries.toAbsolutePath().normalize()));
    }

    /** For R2DBC, without the credentials. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://127.0.0.1:%d/%s".formatted(port, NAME);
    }

    /** For JDBC, without the credentials. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, NAME);
    }

    public String username() {
        return USERNAME;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** A connection of the owner. */
    public Connection connect() throws SQLException {
        return connect(USERNAME, NAME);
    }

    /** Starts it again after {@link #stop} or {@link #crash}, on the same directory and port. */
    public synchronized void restart() {
        stopOrphan(cluster);
        try {
            Files.createDirectories(cluster.directory());
            cluster.make(SUPERUSER, password);
            cluster.start(port);
        } catch (IOException failed) {
            throw new StartFailed(unreadable(cluster, failed), failed);
        }
        try {
            makeDatabase();
        } catch (SQLException failed) {
            stop();
            throw new StartFailed(refusal(failed), failed);
        }
    }

    /** Kills it as a loss of its process would: what was not yet on disk is lost, the next start recovers. */
    public synchronized void crash() {
        end(PostgresCluster.Stop.IMMEDIATE);
    }

    /** Stops it as an operator would. Its data stay. Does nothing when it is stopped. */
    public synchronized void stop() {
        end(PostgresCluster.Stop.FAST);
    }

    @Override
    public void close() {
        stop();
    }

    private void end(PostgresCluster.Stop mode) {
        try {
            cluster.stop(mode);
        } catch (IOException failed) {
            throw new IllegalStateException("PostgreSQL on " + cluster.data() + " could not be stopped", failed);
        }
    }

    private void makeDatabase() throws SQLException {
        try (Connection connection = connect(SUPERUSER, SUPERUSER)) {
            try (Statement statement = connection.createStatement()) {
                if (isMissing(connection, "select 1 from pg_roles where rolname = ?", USERNAME)) {
                    statement.execute("create role " + USERNAME + " login password '" + password + "'");
                }
                if (isMissing(connection, "select 1 from pg_database where datname = ?", NAME)) {
                    statement.execute("create database " + NAME + " owner " + USERNAME);
                }
            }
        }
    }

    private static boolean isMissing(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return !found.next();
            }
        }
    }

    private Connection connect(String username, String database) throws SQLException {
        var credentials = new Properties();
        credentials.put("user", username);
        credentials.put("password", password);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, credentials);
    }

    private String refusal(SQLException failed) {
        if (WRONG_PASSWORD.equals(failed.getSQLState())) {
            return "The database in %s was made with another password: bring back the secrets file of that time, or delete the directory to begin with an empty database."
                    .formatted(cluster.directory());
        }
        return "PostgreSQL on %s does not work (%s): mend that and start again; more is in %s."
                .formatted(cluster.data(), failed.getMessage(), cluster.log());
    }

    private static String unreadable(PostgresCluster cluster, IOException failed) {
        return "PostgreSQL's files in %s can't be used (%s): let this user read and write them, and see that the disk is not full."
                .formatted(cluster.directory(), failed);
    }
}
