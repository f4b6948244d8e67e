package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.p13n.container.Image;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The containers are set up by the production overlay: its users, certificates and rules of access hold, and suffice. */
@EnabledIfSystemProperty(named = "p13n.parts", matches = "containers")
@ExtendWith(PersonalizationSystem.class)
class ProductionStory {

    /** May look at topics and groups, and read none. */
    private static final String LOOKING_ON = "p13n-keda";

    @Test
    void theBrokerDeniesWhatIsNotAllowedAndNothingElse(Customer customer, ContainerParts parts) {
        var installation = parts.installation();
        assertThat(customer.signsUp("Ada").accepted()).isTrue();

        var stranger = installation.start(
                Image.INGEST_API,
                "stranger",
                List.of("--spring.kafka.properties.sasl.jaas.config=" + installation.login(LOOKING_ON)));
        await("a denial")
                .atMost(Duration.ofMinutes(1))
                .until(() -> installation.denials().stream()
                        .anyMatch(line -> line.contains(LOOKING_ON) && line.contains("p13n.definitions")));
        installation.stop(stranger);

        assertThat(installation.denials()).allMatch(line -> line.contains(LOOKING_ON));
    }

    @Test
    void theDatabaseTakesNoPlainText(ContainerParts parts) throws SQLException {
        assertThatThrownBy(parts.installation()::connectInPlainText)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no encryption");

        try (var database = parts.database();
                var connections = database.createStatement()
                        .executeQuery("select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)"
                                + " where backend_type = 'client backend'")) {
            assertThat(connections.next()).isTrue();
            assertThat(connections.getBoolean(1)).isTrue();
            assertThat(connections.next()).isFalse();
        }
    }
}
