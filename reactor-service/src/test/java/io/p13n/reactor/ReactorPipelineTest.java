package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A reactor between a real broker, a real database and an ingest replica that waits. */
class ReactorPipelineTest extends ReactorSurroundings {

    @Test
    void whoWaitsIsToldWhatWasDecidedWithTheEventCounted() throws Exception {
        UUID first = view("customer_id", "4631", 0);
        assertThat(reply(first)).isEqualTo("{\"offers\":{\"count\":{\"attributes\":{\"seen\":1}}}}");

        UUID second = view("customer_id", "4631", 0);
        assertThat(reply(second)).isEqualTo("{\"offers\":{\"count\":{\"attributes\":{\"seen\":2}}}}");
    }

    @Test
    void anEventWithTwoIdsJoinsTwoCustomers() throws Exception {
        reply(view("customer_id", "7", 0));
        reply(view("email", "Grace@Example.com", 1));

        UUID joining = send("{\"event_name\":\"page_view\",\"customer_id\":7,\"email\":\"grace@example.com\"}", 2);

        assertThat(reply(joining)).contains("\"seen\":3");
        assertThat(reply(view("email", "grace@example.com", 1))).contains("\"seen\":4");
        assertThat(count("select count(*) from profile where instance = " + service.instance()))
                .isEqualTo(1);
        assertThat(count("select count(*) from identity_change where change = 'merged' and instance = "
                        + service.instance()))
                .isEqualTo(1);
    }

    @Test
    void aRestartedReactorGoesOnWhereItStoodAndCountsNothingTwice() throws Exception {
        for (int i = 0; i < 50; i++) {
            view("customer_id", "9", i % PARTITIONS);
        }
        reply(view("customer_id", "9", 0));
        reactor.close();
        for (int i = 0; i < 50; i++) {
            view("customer_id", "9", i % PARTITIONS);
        }
        reactor = startReactor();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(seen("9")).isEqualTo(101));
    }

    @Test
    void offsetsThatWereTakenBackAreFollowed() throws Exception {
        reply(view("customer_id", "11", 0));
        execute("update partition_offset set next_offset = 0 where consumer_group = 'p13n.reactor.1."
                + service.instance() + "' and partition = 0");

        // Nothing more comes, and still it is noticed. The database "lost" the event's commit but not its count, so the
        // replay counts it once more.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(seen("11")).isEqualTo(2));
    }

    @Test
    void everyEventIsArchivedOnceAsItWasSent() throws Exception {
        String body = "{\"event_name\":\"page_view\", \"customer_id\":\"13\",\"x\":1,\"x\":2}";
        reply(send(body, 1));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count("select count(*) from event where instance = "
                                + service.instance() + " and database_name = 'shop' and table_name = 'web_events'"
                                + " and ids = array['customer_id=13'] and body::text = '" + body + "'"))
                        .isEqualTo(1));
        // By which a log that was cut is known.
        assertThat(count("select count(*) from partition_offset where partition = 1 and leader_epoch is not null"
                        + " and consumer_group = '" + group("archive") + "'"))
                .isEqualTo(1);
    }

    @Test
    void eventsOfTablesThatNoServiceHasAreStoredWithTheIdsThatAServiceWouldFind() throws Exception {
        var none = ServiceId.none(service.account());
        kafka.createTopics(List.of(
                        new NewTopic(Topics.events(none), 1, (short) 1),
                        new NewTopic(Topics.deadLetters(none), 1, (short) 1)))
                .all()
                .get();
        reactor.close();
        reactor = startReactor("p13n.reactor.services=");
        log.send(new PublishedDefinition(new DefinitionKey.Account(1), 1, false, "account: 1").toRecord())
                .get();
        var headers = headers(Instant.now(), "shop.surveys", 0, CallerKind.PRIVATE, null, null);

        log.send(new ProducerRecord<>(Topics.events(none), 0, null, "garbage".getBytes(UTF_8)))
                .get();
        for (int i = 0; i < 2; i++) { // the second time as if it were driven again
            send(none, 0, headers, "{\"email\":\"Ada@example.com\"}");
        }
        send(none, 0, headers(Instant.EPOCH, "shop.surveys", 0, CallerKind.PRIVATE, null, null), "{}");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count(
                                "select next_offset from partition_offset where topic = '" + Topics.events(none) + "'"))
                        .isEqualTo(4));
        assertThat(count("select count(*) from event where account = 1 and instance = 0")) // 1970 is past the retention
                .isEqualTo(1);
        assertThat(
                        count(
                                "select count(*) from event where account = 1 and instance = 0 and table_name = 'surveys'"
                                        + " and ids = array['email=ada@example.com'] and body::text = '{\"email\":\"Ada@example.com\"}'"))
                .isEqualTo(1);
        assertThat(deadLetter(none)).isEqualTo("garbage");
    }

    @Test
    void decisionsGoOnWhileTheEventStoreStandsStill() throws Exception {
        reactor.close();
        try (var maintenance = Parts.database().getPostgresDatabase().getConnection()) {
            maintenance.setAutoCommit(false);
            maintenance.createStatement().execute("lock table event in access exclusive mode");
            reactor = startReactor(
                    "spring.datasource.hikari.minimum-idle=1", "spring.datasource.hikari.maximum-pool-size=1");

            for (int i = 1; i <= 5; i++) {
                assertThat(reply(view("customer_id", "31", 0))).contains("\"seen\":" + i);
            }
            maintenance.rollback();
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(count("select count(*) from event where instance = " + service.instance()))
                                .isEqualTo(5));
    }

    @Test
    void whatCanNotBeReadIsADeadLetterAndTheOthersGoOn() throws Exception {
        log.send(new ProducerRecord<>(Topics.events(service), 0, null, "garbage".getBytes(UTF_8)))
                .get();

        assertThat(reply(view("customer_id", "15", 0))).contains("\"seen\":1");
        assertThat(deadLetter(service)).isEqualTo("garbage");
    }

    @Test
    void anEventOfANewerDefinitionWaitsForIt() throws Exception {
        UUID ahead = send("{\"event_name\":\"page_view\",\"customer_id\":\"17\"}", 0, 2);
        publish(2);

        assertThat(reply(ahead)).contains("\"seen\":1");
    }

    @Test
    void anEventSentTwiceCountsOnceAndIsAnsweredTwice() throws Exception {
        UUID uuid = UUID.randomUUID();
        String body = "{\"event_name\":\"page_view\",\"customer_id\":\"21\"}";
        List<UUID> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(send(body, i % PARTITIONS, 1, CallerKind.PRIVATE, uuid));
        }

        for (UUID each : sent) {
            assertThat(reply(each)).contains("\"seen\":1");
        }
        assertThat(reply(view("customer_id", "21", 0))).contains("\"seen\":2");
    }

    @Test
    void aUuidCountsOnceAcrossMidnightAndARestartAndAgainAfterItsWindow() throws Exception {
        UUID uuid = UUID.randomUUID();
        // One to come: uuids of long ago are forgotten by the purge.
        Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(2));

        assertThat(reply(viewAt(midnight.minusSeconds(60), uuid, 0))).contains("\"seen\":1");
        assertThat(reply(viewAt(midnight.plusSeconds(60), uuid, 1))).contains("\"seen\":1");
        reactor.close();
        reactor = startReactor();
        assertThat(reply(viewAt(midnight.plusSeconds(86_339), uuid, 2))).contains("\"seen\":1");
        assertThat(reply(viewAt(midnight.plusSeconds(86_341), uuid, 0))).contains("\"seen\":2");
    }

    @Test
    void aUuidCountsOnceAlsoWithOtherIdsInIt() throws Exception {
        UUID uuid = UUID.randomUUID();
        reply(view("customer_id", "33", 0));
        UUID first = send("{\"event_name\":\"page_view\",\"customer_id\":\"32\"}", 0, 1, CallerKind.PRIVATE, uuid);
        UUID second = send(
                "{\"event_name\":\"page_view\",\"customer_id\":\"33\",\"email\":\"new@example.com\"}",
                1,
                1,
                CallerKind.PRIVATE,
                uuid);

        // Whichever came first counts; the other is answered from the profile that it names, as that is.
        String seenOnce = "{\"offers\":{\"count\":{\"attributes\":{\"seen\":1}}}}";
        String seenTwice = "{\"offers\":{\"count\":{\"attributes\":{\"seen\":2}}}}";
        assertThat(reply(first) + reply(second)).isIn(seenOnce + seenOnce, "{\"offers\":{}}" + seenTwice);
        assertThat(seen("32") + seen("33")).isEqualTo(2);
    }

    @Test
    void uuidsAreForgottenWhenNoPartitionCanMeetThemAgain() throws Exception {
        reply(view("customer_id", "22", 0));
        String old = "select count(*) from seen_uuid where instance = " + service.instance();
        execute("update partition_offset set next_offset = 7, applied_to = '-infinity' where partition = 1"
                + " and consumer_group = 'p13n.reactor.1." + service.instance() + "'");
        execute("insert into seen_uuid values (1, " + service.instance()
                + ", gen_random_uuid(), now() - interval '2 days'), (1, " + service.instance()
                + ", gen_random_uuid(), now() - interval '1 hour')");

        // One partition stands still, so nothing may be forgotten: wait for the purge of two other partitions.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count("select count(*) from partition_offset where applied_to > now()"
                                + " - interval '2 minutes' and consumer_group = 'p13n.reactor.1." + service.instance()
                                + "'"))
                        .isEqualTo(2));
        assertThat(count(old)).isEqualTo(2);
        execute("update partition_offset set next_offset = 0 where partition = 1 and consumer_group = 'p13n.reactor.1."
                + service.instance() + "'");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count(old)).isEqualTo(1));
    }

    @Test
    void aBrowserReadsAndJoinsNothingThatItDoesNotHold() throws Exception {
        reply(view("customer_id", "23", 0));
        reply(view("email", "victim@example.com", 1));
        reply(visit("\"td_client_id\":\"mallory\"", 0));

        // It names the others' ids, which don't count from a browser, and one that somebody else's browser has.
        UUID claim = visit("\"td_client_id\":\"mallory\",\"customer_id\":\"23\",\"email\":\"victim@example.com\"", 0);

        assertThat(reply(claim)).contains("\"seen\":2");
        assertThat(reply(view("customer_id", "23", 0))).contains("\"seen\":2");
        assertThat(reply(view("email", "victim@example.com", 1))).contains("\"seen\":2");
        assertThat(count("select count(*) from profile where instance = " + service.instance()))
                .isEqualTo(3);
    }

    @Test
    void aServerTakesAnIdThatABrowserClaimedWithoutTheRestOfItsProfile() throws Exception {
        // The victim's browser id, claimed beside the attacker's own.
        reply(visit("\"device_id\":\"attacker\",\"td_client_id\":\"victim\"", 0));

        UUID login = send("{\"event_name\":\"page_view\",\"customer_id\":\"25\",\"td_client_id\":\"victim\"}", 0);

        assertThat(reply(login)).contains("\"seen\":1");
        assertThat(reply(visit("\"device_id\":\"attacker\"", 0))).contains("\"seen\":2");
        assertThat(reply(visit("\"td_client_id\":\"victim\"", 0))).contains("\"seen\":2");
    }

    @Test
    void whatABrowserDidBeforeTheLoginIsTheCustomersWhenItIsAllThatTheProfileHas() throws Exception {
        reply(visit("\"td_client_id\":\"laptop\"", 0));

        UUID login = send("{\"event_name\":\"page_view\",\"customer_id\":\"27\",\"td_client_id\":\"laptop\"}", 0);

        assertThat(reply(login)).contains("\"seen\":2");
    }

    @Test
    void aFrequencyCapIsExactWhereTwoPartitionsMeetInOneProfileAndSurvivesTheMerge() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(reply(sale("\"customer_id\":\"41\"", 0))).contains("deal");
            assertThat(reply(sale("\"email\":\"41@example.com\"", 1))).contains("deal");
        }
        reply(send("{\"customer_id\":\"41\",\"email\":\"41@example.com\"}", 2));

        var sales = new ArrayList<UUID>();
        for (int i = 0; i < 20; i++) {
            sales.add(sale("\"customer_id\":\"41\"", 0));
            sales.add(sale("\"email\":\"41@example.com\"", 1));
        }

        var answers = sales.stream().map(ReactorSurroundings::reply).toList();
        assertThat(answers).filteredOn(answer -> answer.contains("deal")).hasSize(1);
    }

    private UUID sale(String id, int partition) throws Exception {
        return send("{\"event_name\":\"sale\"," + id + "}", partition);
    }

    @Test
    void aVisitorWithoutAnIdIsAnsweredAndForgotten() throws Exception {
        assertThat(reply(visit("\"x\":1", 0))).contains("\"seen\":1");
        assertThat(reply(visit("\"x\":1", 0))).contains("\"seen\":1");
        assertThat(count("select count(*) from profile where instance = " + service.instance()))
                .isZero();
    }

    @Test
    void aUuidCountsOnceOverPartitionsRestartsAndMerges() throws Exception {
        UUID uuid = UUID.randomUUID();
        String first = "{\"event_name\":\"page_view\",\"customer_id\":\"31\"}";
        String second = "{\"event_name\":\"page_view\",\"email\":\"31@example.com\"}";
        reply(send(first, 0, 1, CallerKind.PRIVATE, uuid));
        reply(send(second, 1, 1, CallerKind.PRIVATE, null));
        reactor.close();
        reactor = startReactor();
        assertThat(reply(send(first, 2, 1, CallerKind.PRIVATE, uuid))).contains("\"seen\":1");
        reply(send("{\"customer_id\":\"31\",\"email\":\"31@example.com\"}", 0));

        assertThat(reply(send(second, 1, 1, CallerKind.PRIVATE, uuid))).contains("\"seen\":2");
        assertThat(reply(send(first, 0, 1, CallerKind.PRIVATE, uuid))).contains("\"seen\":2");
    }

    @Test
    void onlyThePartitionThatIsAheadOfTheDefinitionWaits() throws Exception {
        UUID ahead = send("{\"event_name\":\"page_view\",\"customer_id\":\"32\"}", 0, 2);
        reply(view("customer_id", "33", 1));
        reply(view("customer_id", "33", 2));

        assertThat(gauge("p13n.reactor.partitions.waiting")).isPositive();
        assertThat(gauge("p13n.reactor.partitions.stopped")).isZero();
        publish(2);

        assertThat(reply(ahead)).contains("\"seen\":1");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(gauge("p13n.reactor.partitions.waiting")).isZero());
    }

    @Test
    void whatIsLeftOfADeletedServiceIsBuriedAndItsGroupsEnd() throws Exception {
        reply(view("customer_id", "34", 0));
        reactor.close();
        reactor = startReactor("p13n.reactor.consume.deleted-service-idle=1s");
        publishDeletion(2);
        log.send(event("{\"customer_id\":\"34\"}", 1, UUID.randomUUID())).get();

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(offset(1)).isEqualTo(1);
            assertThat(owners("reactor") + owners("archive")).isZero();
        });
        assertThat(deadLetter(service)).contains("34");
        assertThat(count("select count(*) from event where instance = " + service.instance()))
                .isEqualTo(2);

        publish(3);
        assertThat(reply(send("{\"event_name\":\"page_view\",\"customer_id\":\"34\"}", 0, 3)))
                .contains("\"seen\":2");
    }

    @Test
    void kafkaIsToldHowFarTheGroupIsSoThatLagCanBeWatched() throws Exception {
        reply(view("customer_id", "35", 0));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(kafka.listConsumerGroupOffsets(group("reactor"))
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .hasEntrySatisfying(
                                new TopicPartition(Topics.events(service), 0),
                                told -> assertThat(told.offset()).isEqualTo(1)));
    }

    @Test
    void aHotCustomerIsOneRowWrittenABatchAndEachCallerIsCounted() throws Exception {
        int events = 2_000;
        reply(view("customer_id", "36", 0));
        reactor.close();
        execute("create table if not exists hot_write (id uuid)");
        execute("create or replace function note_write() returns trigger language plpgsql as"
                + " $$ begin insert into hot_write values (new.id); return new; end $$");
        execute("create or replace trigger hot after insert or update on profile for each row when (new.instance = "
                + service.instance() + ") execute function note_write()");
        var waiting = new ArrayList<UUID>();
        for (int i = 0; i < events; i++) {
            waiting.add(UUID.randomUUID());
            var unused = log.send(
                    event("{\"event_name\":\"page_view\",\"customer_id\":\"36\"}", i % PARTITIONS, waiting.get(i)));
        }
        log.flush();
        reactor = startReactor();

        var answers = new HashSet<>(replies(waiting));
        execute("drop trigger hot on profile");

        assertThat(answers).hasSize(events);
        assertThat(seen("36")).isEqualTo(events + 1);
        assertThat(count("select count(*) from hot_write")).isBetween(1L, events / 20L);
        execute("drop table hot_write");
    }
}
