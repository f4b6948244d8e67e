package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is old goes, and nothing else; and nobody waits for it. */
class RetentionTest extends ReactorSurroundings {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Instant lately = Instant.now().minus(Duration.ofDays(5));
    private final Instant longAgo = Instant.now().minus(Duration.ofDays(40));

    @BeforeEach
    void keepProfilesForThirtyDays() {
        reactor.close();
        reactor = startReactor("p13n.reactor.retention.idle-profiles=30d", "p13n.reactor.retention.every=300ms");
    }

    @Test
    void profilesWithoutAnEventForThirtyDaysGoWithTheirIds() throws Exception {
        for (int i = 0; i < 450; i++) {
            profile(longAgo, longAgo, "idle" + i);
        }
        profile(longAgo, lately, "faithful");

        await().atMost(SOON).untilAsserted(() -> assertThat(profiles()).isEqualTo(1));
        assertThat(ids()).isEqualTo(1);
        assertThat(reply(view("customer_id", "faithful", 0))).contains("\"seen\":1");
        assertThat(profiles()).isEqualTo(1);
        assertThat(reply(view("customer_id", "idle7", 0))).contains("\"seen\":1");
        assertThat(profiles()).isEqualTo(2);
    }

    @Test
    void aProfileThatABatchWorksOnIsPassedOver() throws Exception {
        profile(longAgo, lately, "busy");
        try (Connection batch = Parts.database().getPostgresDatabase().getConnection()) {
            batch.setAutoCommit(false);
            batch.createStatement()
                    .execute("select 1 from identity where value = 'busy' and instance = " + service.instance()
                            + " for update");
            execute("update profile set state = replace(state, '" + lately.toEpochMilli() + "', '"
                    + longAgo.toEpochMilli() + "') where instance = " + service.instance());
            profile(longAgo, longAgo, "idle");

            await().atMost(SOON).untilAsserted(() -> assertThat(profiles()).isEqualTo(1));
            assertThat(ids()).isEqualTo(1);
            batch.rollback();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(profiles()).isZero());
    }

    @Test
    void oldEntriesOfTheJournalAndOldTombstonesGo() throws Exception {
        execute("insert into identity_change select 1, " + service.instance()
                + ", gen_random_uuid(), 'merged', gen_random_uuid(), null, null, gen_random_uuid(), now() - d * interval '1 day'"
                + " from unnest(array[399, 401, 500]) as d");
        execute("insert into identity select 1, " + service.instance()
                + ", 'customer_id', d::text, gen_random_uuid(), gen_random_uuid(), false, now() - d * interval '1 hour'"
                + " from unnest(array[1, 25, 26]) as d");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                count("select count(*) from identity_change where instance = " + service.instance()))
                        .isEqualTo(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(ids()).isEqualTo(1));
    }

    @Test
    void whatIsToldOfAnUploadGoesThirtyDaysAfterItsEndAndWhatItBroughtStays() throws Exception {
        // In one statement: what the old upload brought is there before the upload goes.
        execute(
                "with upload as (insert into batch_import (account, instance, target, datasets, replaces, state, who, address,"
                        + " request_id, started_at, ended_at) select 1, " + service.instance()
                        + ", concat(i.state, i.days), array['segment/vip'],"
                        + " true, i.state, 'w', 'a', 'r', now() - interval '60 days', now() - i.days * interval '1 day'"
                        + " from (values ('running', null), ('done', 31), ('failed', 31), ('done', 29)) as i (state, days)"
                        + " returning id, target) insert into batch_generation (account, instance, dataset, generations) select 1, "
                        + service.instance() + ", 'segment/vip', array[id] from upload where target = 'done31'");
        execute("insert into batch_segment (account, instance, identity_key, identity_value, segment, generation)"
                + " select 1, instance, 'customer_id', '7', 'vip', generations[1] from batch_generation"
                + " where instance = " + service.instance());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                count("select count(*) from batch_import where instance = " + service.instance()))
                        .isEqualTo(2));
        assertThat(count("select count(*) from batch_import where (state = 'running' or target = 'done29')"
                        + " and instance = " + service.instance()))
                .isEqualTo(2);
        assertThat(count("select count(*) from load_batch(1, " + service.instance()
                        + ", array['customer_id'], array['7'], '{}') where segments = array['vip']"))
                .isEqualTo(1);
    }

    private void profile(Instant first, Instant last, String customer) {
        long random = UUID.randomUUID().getLeastSignificantBits();
        UUID id = new UUID((first.toEpochMilli() << 16) | 0x7000 | (random & 0xfff), random);
        execute("insert into identity values (1, " + service.instance() + ", 'customer_id', '" + customer + "', '" + id
                + "', '" + id + "', true, null)");
        execute("insert into profile values (1, " + service.instance() + ", '" + id + "', 1, '{\"f\":"
                + first.toEpochMilli() + ",\"l\":" + last.toEpochMilli() + "}')");
    }

    private long profiles() {
        return count("select count(*) from profile where instance = " + service.instance());
    }

    private long ids() {
        return count("select count(*) from identity where instance = " + service.instance());
    }
}
