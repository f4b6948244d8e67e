package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An order that a nervous till sends again and again. */
@ExtendWith(PersonalizationSystem.class)
class OnceStory {

    private static final int TIMES = 50;

    @Test
    void fiftyAtOnceOfOneUuidCountOnceAndAreAllAnsweredWhoeverTheyName(Customer first, Customer second, Parts parts)
            throws Exception {
        UUID uuid = UUID.randomUUID();
        var tills = Executors.newFixedThreadPool(TIMES);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            Customer customer = i % 2 == 0 ? first : second;
            answers.add(tills.submit(() ->
                    customer.did("shop.orders", Customer.with("uuid", uuid.toString()), Customer.with("amount", 7))));
        }
        tills.shutdown();
        for (Future<Answer> each : answers) {
            assertThat(each.get().accepted()).isTrue();
        }

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(number(parts, "select count(*) from event where uuid = '" + uuid + "'"))
                        .isEqualTo(TIMES));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(orders(parts, first) + orders(parts, second)).isEqualTo(1));
        assertThat(first.buys(7).accepted() && second.buys(7).accepted()).isTrue();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(orders(parts, first) + orders(parts, second)).isEqualTo(3));
    }

    private static long orders(Parts parts, Customer customer) throws SQLException {
        return number(
                parts,
                "select coalesce(max((p.state::json -> 'a' -> 'purchases' ->> 1)::numeric), 0)"
                        + " from identity i join profile p on p.id = i.profile where i.value = '" + customer.email()
                        + "'");
    }

    private static long number(Parts parts, String sql) throws SQLException {
        try (var database = parts.database();
                var rows = database.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
