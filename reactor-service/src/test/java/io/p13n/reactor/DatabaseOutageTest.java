package io.p13n.reactor;

import static io.p13n.reactor.Parts.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database goes away, or holds something back: events wait in the log, none is lost or counted twice. */
class DatabaseOutageTest extends ReactorSurroundings {

    @Test
    void aDatabaseThatIsGoneIsTriedAgainWithPauses() throws Exception {
        reactor.close();
        try (var wire = new Wire(Parts.database().getPort())) {
            reactor = startReactor("spring.datasource.url=jdbc:postgresql://localhost:" + wire.port() + "/postgres");
            reply(view("customer_id", "41", 0));
            wire.cut();
            List<UUID> waiting = viewEverywhere("41", 10);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(gauge("p13n.reactor.partitions.waiting")).isGreaterThan(3));
            // Whoever tries doubles his pause: some tries each in three seconds, where without pauses it is thousands.
            assertThat(wire.refused()).isBetween(1, 300);
            wire.mend();

            replies(waiting);
            assertThat(seen("41")).isEqualTo(11);
        }
    }

    @Test
    void aLockThatSomebodyHoldsIsNotWaitedForWithoutEnd() throws Exception {
        reactor.close();
        reactor = startReactor("spring.datasource.hikari.data-source-properties.options=-c lock_timeout=300ms");
        reply(view("customer_id", "42", 0));
        UUID held;
        try (Connection other = Parts.database().getPostgresDatabase().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .execute("select 1 from partition_offset where partition = 0 and consumer_group = '"
                            + group("reactor") + "' for update");
            held = view("customer_id", "42", 0);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(gauge("p13n.reactor.partitions.waiting")).isPositive());

            assertThat(reply(view("customer_id", "43", 1))).contains("\"seen\":1");
            other.rollback();
        }
        assertThat(reply(held)).contains("\"seen\":2");
    }

    @Test
    void everyConnectionIsBoundedInWhatItWaitsForAndHolds() {
        assertThat(setting("lock_timeout")).isEqualTo("5s");
        assertThat(setting("statement_timeout")).isEqualTo("20s");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("20s");
    }

    private @Nullable Object setting(String name) {
        return reactor.getBean(JdbcClient.class).sql("show " + name).query().singleValue();
    }

    @Test
    void aDatabaseThatHasNoConnectionToGiveIsWaitedFor() throws Exception {
        reactor.close();
        String role = "few_" + service.instance();
        execute("create role " + role + " login; grant all on all tables in schema public to " + role);
        reactor = startReactor("spring.datasource.username=" + role);
        reply(view("customer_id", "44", 0));
        execute("alter role " + role + " connection limit 0");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + role + "'");
        List<UUID> waiting = viewEverywhere("44", 10);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(gauge("p13n.reactor.partitions.waiting")).isPositive());

        execute("alter role " + role + " connection limit -1");

        replies(waiting);
        assertThat(seen("44")).isEqualTo(11);
    }

    private List<UUID> viewEverywhere(String customer, int times) throws Exception {
        var waiting = new ArrayList<UUID>();
        for (int i = 0; i < times; i++) {
            waiting.add(view("customer_id", customer, i % PARTITIONS));
        }
        return waiting;
    }
}
