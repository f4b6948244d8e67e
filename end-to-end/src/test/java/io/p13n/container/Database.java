package io.p13n.container;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.p13n.deploy.kubernetes.Overlay;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL that lets in whom the production overlay's lets in: by TLS alone. */
final class Database extends PostgreSQLContainer {

    static final DockerImageName IMAGE = DockerImageName.parse("postgres:17");
    static final String HOST = "p13n-db-rw";

    private static final String SUPERUSER = "postgres";
    private static final String SUPERUSERS_PASSWORD = "containers";

    /** Run when there is a new cluster, by root or by the cluster's owner, who alone may read the key. */
    private static final String SET_UP = """
            cp /tls/server.crt /tls/server.key "$PGDATA"
            chown postgres "$PGDATA/server.crt" "$PGDATA/server.key"
            chmod 600 "$PGDATA/server.key"
            echo "ssl = on" >> "$PGDATA/postgresql.conf"
            cat > "$PGDATA/pg_hba.conf" << 'END'
            local all all trust
            %s
            END
            """;

    private final Secrets secrets;

    Database(Overlay overlay, Secrets secrets) {
        super(IMAGE);
        this.secrets = secrets;
        withUsername(SUPERUSER);
        withPassword(SUPERUSERS_PASSWORD);
        withNetworkAliases(HOST);
        // In place of Testcontainers' fsync=off, which a killed database need not survive.
        withCommand("postgres", "-c", "max_wal_size=128MB");
        String rules = list(overlay.one("Cluster", "p13n-db").at("spec", "postgresql", "pg_hba")).stream()
                .map(String.class::cast)
                .collect(joining("\n"));
        put(secrets.database().getCertificatePathPEM(), "/tls/server.crt");
        put(secrets.database().getPrivateKeyPEM(), "/tls/server.key");
        put(SET_UP.formatted(rules), "/docker-entrypoint-initdb.d/tls.sh");
    }

    private void put(String text, String path) {
        withCopyToContainer(Transferable.of(text.getBytes(UTF_8), 0644), path);
    }

    /** Makes an empty database, as CloudNativePG does it. */
    void makeOurs() throws SQLException {
        try (var connection = connect(SUPERUSER, SUPERUSERS_PASSWORD, SUPERUSER, true);
                var statement = connection.createStatement()) {
            statement.execute(
                    "create role %s login password '%s'".formatted(Secrets.OWNER, secrets.passwordOf(Secrets.OWNER)));
            statement.execute("create database %s owner %s".formatted(Secrets.OWNER, Secrets.OWNER));
        }
    }

    /** A connection of our database's owner. */
    Connection connect() throws SQLException {
        return connect(Secrets.OWNER, secrets.passwordOf(Secrets.OWNER), Secrets.OWNER, true);
    }

    /** The same in plain text. */
    Connection connectInPlainText() throws SQLException {
        return connect(Secrets.OWNER, secrets.passwordOf(Secrets.OWNER), Secrets.OWNER, false);
    }

    /** A connection to our database that no limit of the owner's stops. */
    Connection connectAsSuperuser() throws SQLException {
        return connect(SUPERUSER, SUPERUSERS_PASSWORD, Secrets.OWNER, true);
    }

    private Connection connect(String user, String password, String name, boolean tls) throws SQLException {
        String url = "jdbc:postgresql://%s:%d/%s?sslmode=%s"
                .formatted(getHost(), getMappedPort(POSTGRESQL_PORT), name, tls ? "require" : "disable");
        return DriverManager.getConnection(url, user, password);
    }
}
