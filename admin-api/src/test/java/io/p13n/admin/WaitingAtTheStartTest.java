package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.p13n.admin.Surroundings.Parts;
import io.p13n.admin.startup.StartAbandoned;
import io.p13n.embedded.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Surroundings.class)
class WaitingAtTheStartTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void itIsReadyOnlyAfterTheTablesHaveCome(Operator operator, Parts parts) throws Exception {
        parts.createDatabase("fresh");
        int port = LoopbackPort.free();

        CompletableFuture<Admin> starting = CompletableFuture.supplyAsync(
                () -> operator.starts("spring.r2dbc.url=" + parts.r2dbcUrl("fresh"), "management.server.port=" + port));
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> status(port, "/actuator/health/liveness") == 200);
        assertThat(status(port, "/actuator/health/readiness")).isEqualTo(503);
        assertThat(starting).isNotDone();

        Parts.migrate(parts.database("fresh"));

        try (var admin = starting.get(30, TimeUnit.SECONDS)) {
            assertThat(admin.context().isRunning()).isTrue();
            assertThat(status(port, "/actuator/health/readiness")).isEqualTo(200);
            assertThat(status(port, "/actuator/prometheus")).isEqualTo(200);
        }
    }

    @Test
    void withoutTheTablesItGivesUpWithAClearSentence(Operator operator, Parts parts) {
        parts.createDatabase("never_migrated");

        assertThatThrownBy(() -> operator.starts(
                        "spring.r2dbc.url=" + parts.r2dbcUrl("never_migrated"), "p13n.admin.patience=1s"))
                .isInstanceOf(StartAbandoned.class)
                .hasMessageContaining("gave up waiting for the definition tables in PostgreSQL")
                .hasMessageEndingWith("the database has not been migrated yet");
    }

    @Test
    void withoutPostgresItGivesUpWithAClearSentence(Operator operator) {
        int nobody = LoopbackPort.free();

        assertThatThrownBy(() -> operator.starts(
                        "spring.r2dbc.url=r2dbc:postgresql://localhost:" + nobody + "/p13n", "p13n.admin.patience=1s"))
                .isInstanceOf(StartAbandoned.class)
                .hasMessageContaining("PostgreSQL")
                .hasMessageContaining("Connection refused");
    }

    @Test
    void withoutKafkaItGivesUpWithAClearSentence(Operator operator) {
        int nobody = LoopbackPort.free();

        assertThatThrownBy(() ->
                        operator.starts("spring.kafka.bootstrap-servers=localhost:" + nobody, "p13n.admin.patience=1s"))
                .isInstanceOf(StartAbandoned.class)
                .hasMessageContaining("gave up waiting for Kafka");
    }

    private int status(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }
}
