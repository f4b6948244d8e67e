package io.p13n.admin;

import io.p13n.embedded.EmbeddedBroker;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** One database and one broker for all tests, and for each test an operator with an account of its own. */
final class Surroundings implements ParameterResolver {

    /** So many tests can have an account of their own. */
    static final int MOST_ACCOUNTS = 200;

    private static final AtomicLong ACCOUNTS = new AtomicLong();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Operator.class || type == Topic.class || type == Parts.class || type == Admin.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Parts parts = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Parts.class, key -> Parts.start(), Parts.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == Operator.class) {
            long account = ACCOUNTS.incrementAndGet();
            return new Operator(parts, account, parts.directory("definitions-" + account));
        }
        if (type == Admin.class) {
            return parts.admin();
        }
        return type == Topic.class ? new Topic(parts.broker()) : parts;
    }

    /** The real parts, started once. */
    record Parts(EmbeddedPostgres postgres, EmbeddedBroker broker, Path directory, AtomicReference<Admin> running)
            implements AutoCloseable {

        static Parts start() {
            try {
                Path directory = Files.createTempDirectory("p13n-admin");
                var broker = EmbeddedBroker.start(directory.resolve("kafka"), 0, 0);
                var parts = new Parts(EmbeddedPostgres.start(), broker, directory, new AtomicReference<>());
                migrate(parts.database());
                return parts;
            } catch (Exception failure) {
                throw new IllegalStateException("the parts of the tests do not start", failure);
            }
        }

        static void migrate(DataSource database) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("filesystem:../reactor-service/src/main/resources/db/migration")
                    .load()
                    .migrate();
        }

        DataSource database() {
            return postgres.getPostgresDatabase();
        }

        DataSource database(String name) {
            return postgres.getDatabase("postgres", name);
        }

        void createDatabase(String name) {
            JdbcClient.create(database()).sql("create database " + name).update();
        }

        String r2dbcUrl(String database) {
            return "r2dbc:postgresql://localhost:" + postgres.getPort() + "/" + database;
        }

        Path directory(String name) {
            try {
                return Files.createDirectories(directory.resolve(name));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** The application without a folder, started once; every account's first key is {@link Admin#BOOTSTRAP}. */
        Admin admin() {
            synchronized (running) {
                Admin started = running.get();
                if (started == null) {
                    started = new Operator(this, 0, directory("none"))
                            .starts(
                                    "p13n.admin.imports.sweep=200ms",
                                    "p13n.admin.imports.silence=5s",
                                    "p13n.admin.imports.values-per-second=20000");
                    running.set(started);
                }
                return started;
            }
        }

        @Override
        public void close() throws IOException {
            if (running.get() != null) {
                running.get().close();
            }
            broker.close();
            postgres.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}
