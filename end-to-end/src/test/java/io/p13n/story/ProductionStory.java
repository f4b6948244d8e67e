package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The containers are set up by the production overlay: its users, certificates and rules of access hold, and suffice. */
@EnabledIfSystemProperty(named = "p13n.parts", matches = "containers")
@ExtendWith(PersonalizationSystem.class)
class ProductionStory {

    @Test
    void theBrokerDeniesNothingThatTheApplicationsDo(Customer customer, ContainerParts parts) {
        assertThat(customer.signsUp("Ada").accepted()).isTrue();

        String log = parts.installation().broker().log();

        assertThat(log.lines().filter(line -> line.contains("is Denied operation")))
                .isEmpty();
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
