package io.p13n.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The step before replicas that don't migrate: it has no settings but an application's. */
class MigrationTest {

    @Test
    void manyAtOnceBringAnEmptyDatabaseUpToDateWithTheReactorsOwnSettingsAndAgainDoesNothing() throws Exception {
        Parts.execute("create database migration");
        String url = Parts.database().getJdbcUrl("postgres", "migration");

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> migrate(url)), CompletableFuture.runAsync(() -> migrate(url)))
                .get();
        migrate(url);

        try (var connection =
                        Parts.database().getDatabase("postgres", "migration").getConnection();
                var tables = connection.createStatement().executeQuery("select count(*) from partition_offset")) {
            assertThat(tables.next()).isTrue();
        }
    }

    private static void migrate(String url) {
        Migration.application()
                .run("--spring.datasource.url=" + url, "--spring.datasource.username=postgres")
                .close();
    }
}
