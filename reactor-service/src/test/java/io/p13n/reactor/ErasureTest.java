package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.IdDigests;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.Topics;
import io.p13n.reactor.erasure.Erasures;
import io.p13n.reactor.erasure.ErasuresUnknown;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Nothing brings back a person who was erased: no lag, no replay, no batch in flight, no backup. */
class ErasureTest extends ReactorSurroundings {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void aReplayOfTheTopicBringsNobodyBack() throws Exception {
        reply(send("{\"event_name\":\"page_view\",\"customer_id\":\"1\",\"email\":\"Ada@example.com\"}", 0));
        reply(view("customer_id", "2", 0));
        stored(2);

        erase("customer_id=1", "email=ada@example.com");
        assertThat(profiles()).isEqualTo(1);
        assertThat(events()).isEqualTo(1);
        reactor.close();
        execute("delete from partition_offset where topic = '" + Topics.events(service) + "'");
        execute("delete from event where instance = " + service.instance());
        reactor = startReactor();

        stored(1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(counted("p13n.reactor.reactions", "reaction", "erased"))
                        .isEqualTo(1));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(counted("p13n.archive.events", "outcome", "erased"))
                        .isEqualTo(1));
        assertThat(ids("1")).isZero();
        assertThat(eventsOf("email=ada@example.com")).isZero();
    }

    @Test
    void whoComesBackLaterBeginsAnew() throws Exception {
        reply(view("customer_id", "1", 0));
        reply(view("customer_id", "1", 0));
        erase("customer_id=1");

        assertThat(reply(view("customer_id", "1", 0))).contains("\"seen\":1");
        assertThat(reply(view("customer_id", "1", 1))).contains("\"seen\":2");
        assertThat(count("select count(*) from identity where erased_until is not null and instance = "
                        + service.instance()))
                .isZero();
    }

    @Test
    void aBatchThatHadLoadedThePersonDropsTheirEvents() throws Exception {
        reply(view("customer_id", "1", 0));
        String erasure = "select erase_person(1, " + service.instance() + ", '{customer_id}', '{1}', '"
                + now().plusSeconds(3600) + "')";
        try (Connection operator = Parts.database().getPostgresDatabase().getConnection()) {
            operator.setAutoCommit(false);
            // The reactor loads the profile as it was, and waits with its commit until the erasure has ended.
            operator.createStatement().execute(erasure);
            var answer = view("customer_id", "1", 0);
            waits("commit_batch");
            operator.commit();

            assertThat(reply(answer)).isEqualTo("{\"offers\":{}}");
        }
        assertThat(profiles()).isZero();
        assertThat(counted("p13n.reactor.reactions", "reaction", "erased")).isEqualTo(1);
    }

    @Test
    void anArchiveThatLagsStoresNothingOfThem() throws Exception {
        reply(view("customer_id", "3", 0));
        stored(1);
        try (Connection operator = Parts.database().getPostgresDatabase().getConnection()) {
            operator.setAutoCommit(false);
            // The archive has read the events, and waits with its commit until the erasure has ended.
            operator.createStatement()
                    .execute("select 1 from partition_offset where consumer_group = '" + group("archive")
                            + "' for update");
            reply(view("customer_id", "1", 0));
            reply(view("customer_id", "2", 0));
            waits("archive_batch");
            erase("customer_id=1");
            operator.rollback();
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(archived()).isEqualTo(3));
        assertThat(events()).isEqualTo(2);
        assertThat(eventsOf("customer_id=1")).isZero();
        assertThat(counted("p13n.archive.events", "outcome", "erased")).isEqualTo(1);
    }

    @Test
    void anArchiveThatStoresThemInThatMomentStoresThemInVain() throws Exception {
        CompletableFuture<Void> erasure;
        try (Connection operator = Parts.database().getPostgresDatabase().getConnection()) {
            operator.setAutoCommit(false);
            // The archive has found that nobody was erased, and waits for the table.
            operator.createStatement().execute("lock table event in exclusive mode");
            reply(view("customer_id", "1", 0));
            waits("archive_batch");
            erasure = CompletableFuture.runAsync(() -> erase("customer_id=1"));
            waits("erase_events");
            operator.rollback();
        }

        erasure.get(30, TimeUnit.SECONDS);
        assertThat(archived()).isEqualTo(1);
        assertThat(events()).isZero();
    }

    @Test
    void aBackupFromBeforeIsBroughtInLineBeforeAnyEventIsHandled() throws Exception {
        reply(send("{\"event_name\":\"page_view\",\"customer_id\":\"1\",\"email\":\"ada@example.com\"}", 0));
        reply(view("customer_id", "2", 0));
        stored(2);
        reactor.close();

        // Only the topic has it: as if the tables, with all of the person in them, came back from before.
        publishErasure(now(), "customer_id=1", "email=ada@example.com");
        reactor = startReactor();

        assertThat(reply(view("customer_id", "2", 0))).contains("\"seen\":2");
        assertThat(ids("1")).isZero();
        assertThat(profiles()).isEqualTo(1);
        await().atMost(SOON).untilAsserted(() -> assertThat(events()).isEqualTo(2));
        assertThat(count("select count(*) from erasure where instance = " + service.instance()))
                .isEqualTo(1);
        assertThat(reply(view("email", "ada@example.com", 0))).contains("\"seen\":1");
    }

    @Test
    void aBackupUnderARunningReplicaIsBroughtInLineBeforeTheNextEvent() throws Exception {
        reply(send("{\"event_name\":\"page_view\",\"customer_id\":\"1\",\"email\":\"ada@example.com\"}", 0));
        reply(view("customer_id", "2", 0));
        stored(2);
        backUp();
        erase("customer_id=1", "email=ada@example.com");
        assertThat(reply(view("customer_id", "2", 0))).contains("\"seen\":2");

        restore();

        assertThat(reply(view("email", "ada@example.com", 0))).contains("\"seen\":1");
        assertThat(ids("1")).isZero();
    }

    @Test
    void aBackupThatComesWhileTheDatabaseIsAwayIsBroughtInLineBeforeTheNextEvent() throws Exception {
        reactor.close();
        try (var wire = new Wire(Parts.database().getPort())) {
            reactor = startReactor("spring.datasource.url=jdbc:postgresql://localhost:" + wire.port() + "/postgres");
            reply(send("{\"event_name\":\"page_view\",\"customer_id\":\"1\",\"email\":\"ada@example.com\"}", 0));
            stored(1);
            backUp();
            erase("customer_id=1", "email=ada@example.com");
            reply(view("customer_id", "2", 0));
            stored(1);
            wire.cut();
            UUID answer = view("email", "ada@example.com", 0);
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(gauge("p13n.reactor.partitions.waiting")).isPositive());

            restore();
            wire.mend();

            assertThat(reply(answer)).contains("\"seen\":1");
            assertThat(ids("1")).isZero();
        }
    }

    @Test
    void whatIsLeftOfADeletedServiceHoldsNothingOfThem() throws Exception {
        reactor.close();
        view("customer_id", "1", 0);
        view("customer_id", "2", 0);
        publishErasure(now(), "customer_id=1");
        publishDeletion(2);
        reactor = startReactor();

        stored(1);
        assertThat(eventsOf("customer_id=2")).isEqualTo(1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(counted("p13n.reactor.reactions", "reaction", "erased"))
                        .isEqualTo(1));
        assertThat(deadLetter(service)).contains("\"customer_id\":\"2\"");
    }

    @Test
    void withoutTheSecretNothingIsHandledOnceSomebodyWasErased() throws Exception {
        publishErasure(now(), "customer_id=1");
        reactor.close();
        reactor = startReactor("p13n.erasure.secret=");

        await().atMost(SOON)
                .untilAsserted(() -> assertThatExceptionOfType(ErasuresUnknown.class)
                        .isThrownBy(() -> reactor.getBean(Erasures.class).requireKnown())
                        .withMessageContaining("p13n.erasure.secret, by which they can be told"));
        assertThat(health()).isEqualTo(Status.DOWN);
        view("customer_id", "2", 0);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(gauge("p13n.reactor.partitions.waiting")).isPositive());
        assertThat(profiles() + events()).isZero();

        reactor.close();
        reactor = startReactor();

        await().atMost(SOON).untilAsserted(() -> assertThat(seen("2")).isEqualTo(1));
        stored(1);
        assertThat(health()).isEqualTo(Status.UP);
    }

    @Test
    void aPersonWithAnIdThatWasNotNamedIsNotErasedByHalves() throws Exception {
        reply(send("{\"event_name\":\"page_view\",\"customer_id\":\"1\",\"email\":\"ada@example.com\"}", 0));

        String failure = failureOf("select erase_person(1, " + service.instance() + ", '{customer_id}', '{1}', now())");

        assertThat(failure).isEqualTo("P1E01");
        assertThat(profiles()).isEqualTo(1);
    }

    private Status health() {
        var erasures = reactor.getBean("erasuresHealthIndicator", HealthIndicator.class);
        return Objects.requireNonNull(erasures.health()).getStatus();
    }

    private static String failureOf(String sql) throws Exception {
        try (Connection operator = Parts.database().getPostgresDatabase().getConnection()) {
            operator.createStatement().execute(sql);
            return "none";
        } catch (java.sql.SQLException refused) {
            return refused.getSQLState();
        }
    }

    /** What a backup brings back as it was: of each table the rows that are ours. The archive would notice by itself. */
    private Map<String, String> tables() {
        String ours = " where instance = " + service.instance();
        return Map.of(
                "profile", ours,
                "identity", ours,
                "erasure", ours,
                "partition_offset", " where consumer_group = '" + group("reactor") + "'");
    }

    private void backUp() {
        tables().forEach((table, rows) ->
                execute("create table backup_%s as select * from %s %s".formatted(table, table, rows)));
    }

    /** All at once, since a replica may look at any moment. */
    private void restore() {
        assertThat(count("select count(*) from backup_identity where value = '1'"))
                .isEqualTo(1);
        execute(tables().entrySet().stream()
                .map(each ->
                        "delete from %1$s %2$s; insert into %1$s select * from backup_%1$s; drop table backup_%1$s;"
                                .formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining("", "begin;", "commit")));
    }

    /** As admin-api does it. */
    private void erase(String... ids) {
        Instant before = now();
        publishErasure(before, ids);
        String keys = "'{"
                + String.join(
                        ",",
                        List.of(ids).stream().map(id -> id.split("=", 2)[0]).toList()) + "}'";
        String values = "'{"
                + String.join(
                        ",",
                        List.of(ids).stream().map(id -> id.split("=", 2)[1]).toList()) + "}'";
        execute("select erase_person(1, " + service.instance() + ", " + keys + ", " + values + ", '" + before + "')");
        execute("select erase_events(1, " + service.instance() + ", '{" + String.join(",", ids) + "}', '" + before
                + "', 1000)");
    }

    private void publishErasure(Instant before, String... ids) {
        var digests = IdDigests.under(ERASURE_SECRET);
        for (String id : ids) {
            String[] parts = id.split("=", 2);
            Future<?> unused = log.send(new PublishedErasure(
                            service, digests.of(service, parts[0], parts[1]), before, digests.fingerprint())
                    .toRecord());
        }
        log.flush();
    }

    /** Until a statement of this function waits for a lock. */
    private static void waits(String function) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(count("select count(*) from pg_stat_activity where query like '%"
                                + function + "(%' and wait_event_type = 'Lock'"))
                        .isPositive());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    private void stored(int events) {
        await().atMost(SOON).untilAsserted(() -> assertThat(events()).isEqualTo(events));
    }

    private long archived() {
        return count("select sum(next_offset) from partition_offset where consumer_group = '" + group("archive") + "'");
    }

    private long events() {
        return count("select count(*) from event where instance = " + service.instance());
    }

    private long eventsOf(String id) {
        return count("select count(*) from event where '" + id + "' = any (ids) and instance = " + service.instance());
    }

    private long profiles() {
        return count("select count(*) from profile where instance = " + service.instance());
    }

    private long ids(String value) {
        return count("select count(*) from identity where erased_until is null and value = '" + value
                + "' and instance = " + service.instance());
    }

    private double counted(String name, String tag, String value) {
        return reactor.getBean(MeterRegistry.class)
                .get(name)
                .tag(tag, value)
                .counter()
                .count();
    }
}
