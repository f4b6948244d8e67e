package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.RecordId;
import io.p13n.contract.RecordKey;
import io.p13n.contract.ReplyAddress;
import io.p13n.contract.ReplyFrame;
import io.p13n.contract.ReplyTo;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/** A reactor between a real broker, a real database and an ingest replica that waits. */
class ReactorPipelineTest {

    private static final AtomicLong INSTANCES = new AtomicLong(1000);
    private static final int PARTITIONS = 3;
    private static final String DEFINITION = """
            account: 1
            instance: %d
            name: test
            event_tables: [shop.web_events]
            identity:
              keys:
                - {name: customer_id}
                - {name: email, normalize: lowercase}
                - {name: device_id, public: true}
                - {name: td_client_id, public: true}
            key_events:
              - {name: page_view, table: shop.web_events, when: 'event.event_name == "page_view"'}
              - {name: sale, table: shop.web_events, when: 'event.event_name == "sale"'}
            attributes:
              - {name: views, kind: counter, on: page_view}
            personalizations:
              - name: home
                offers:
                  - name: count
                    entry_criteria: {profile: 'profile.views >= 1'}
                    payload: {attributes: {seen: {attribute: views}}}
                  - {name: deal, entry_criteria: {key_event: sale}, frequency_cap: {times: 5, per: 24h}}
            """;

    private static KafkaProducer<byte[], byte[]> log;
    private static Admin kafka;
    private static DisposableServer ingest;
    private static final Map<UUID, String> replies = new ConcurrentHashMap<>();

    private final ServiceId service = new ServiceId(1, INSTANCES.incrementAndGet());
    private ConfigurableApplicationContext reactor;

    @BeforeAll
    static void startIngest() throws Exception {
        Map<String, Object> connection = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Parts.bootstrapServers());
        kafka = Admin.create(connection);
        log = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer());
        kafka.createTopics(List.of(new NewTopic(Topics.DEFINITIONS, 1, (short) 1)))
                .all()
                .get();
        ingest = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connected -> connected.addHandlerLast(
                        new LengthFieldBasedFrameDecoder(ReplyFrame.MAX_FRAME_BYTES, 0, 4, 0, 4)))
                .handle((in, out) -> in.receive()
                        .doOnNext(frame -> {
                            ReplyFrame reply = ReplyFrame.read(frame.nioBuffer());
                            replies.put(reply.correlationId(), new String(reply.body(), UTF_8));
                        })
                        .then())
                .bindNow();
    }

    @AfterAll
    static void stopIngest() {
        ingest.disposeNow();
        log.close();
        kafka.close();
    }

    @BeforeEach
    void define() throws Exception {
        kafka.createTopics(List.of(
                        new NewTopic(Topics.events(service), PARTITIONS, (short) 1),
                        new NewTopic(Topics.deadLetters(service), 1, (short) 1)))
                .all()
                .get();
        publish(1);
        reactor = startReactor();
    }

    @AfterEach
    void stop() {
        reactor.close();
    }

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

        view("customer_id", "11", 0);

        // The database "lost" the first event's commit but not its count, so the replay counts it once more: the
        // point is that the reactor went back to where the database stood.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(seen("11")).isEqualTo(3));
    }

    @Test
    void aTopicThatIsNotTheOneThatWasReadBeforeStopsTheGroup() throws Exception {
        reply(view("customer_id", "12", 0));
        reactor.close();
        execute("update partition_offset set topic_id = gen_random_uuid() where consumer_group = 'p13n.reactor.1."
                + service.instance() + "'");
        reactor = startReactor();

        view("customer_id", "12", 0);

        // The archive's rows are as they were: what it has stored, the reactor has had the time to apply.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(count("select count(*) from event where instance = " + service.instance()))
                                .isEqualTo(2));
        assertThat(seen("12")).isEqualTo(1);
    }

    @Test
    void aLogThatDoesNotReachTheOffsetStopsThePartition() throws Exception {
        reply(view("customer_id", "14", 0));
        execute("update partition_offset set next_offset = 1000 where consumer_group = 'p13n.reactor.1."
                + service.instance() + "' and partition = 0");

        view("customer_id", "14", 0);

        assertThat(reply(view("customer_id", "14", 1))).contains("\"seen\":2");
        assertThat(count("select next_offset from partition_offset where consumer_group = 'p13n.reactor.1."
                        + service.instance() + "' and partition = 0"))
                .isEqualTo(1000);
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
    }

    @Test
    void eventsOfTablesThatNoServiceHasAreStoredWithTheIdsThatAServiceWouldFind() throws Exception {
        var none = ServiceId.none(service.account());
        kafka.createTopics(List.of(
                        new NewTopic(Topics.events(none), 1, (short) 1),
                        new NewTopic(Topics.deadLetters(none), 1, (short) 1)))
                .all()
                .get();
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
            reactor = startReactor("--spring.r2dbc.pool.initial-size=1", "--spring.r2dbc.pool.max-size=1");

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
        Instant midnight = Instant.parse("2026-11-24T00:00:00Z");

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

        var answers = sales.stream().map(ReactorPipelineTest::reply).toList();
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

    private static ConfigurableApplicationContext startReactor(String... more) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--p13n.reactor.uuid-purge=500ms",
                "--spring.kafka.bootstrap-servers=" + Parts.bootstrapServers(),
                "--spring.r2dbc.url=" + Parts.r2dbcUrl(),
                "--spring.r2dbc.username=postgres",
                "--spring.flyway.url=" + Parts.database().getJdbcUrl("postgres", "postgres")));
        arguments.addAll(List.of(more));
        return ReactorService.application().run(arguments.toArray(String[]::new));
    }

    private void publish(long version) throws ExecutionException, InterruptedException {
        var definition = new PublishedDefinition(
                new DefinitionKey.Service(service), version, false, DEFINITION.formatted(service.instance()));
        log.send(definition.toRecord()).get();
    }

    private UUID view(String key, String id, int partition) throws Exception {
        return send("{\"event_name\":\"page_view\",\"" + key + "\":\"" + id + "\"}", partition);
    }

    private UUID send(String body, int partition) throws Exception {
        return send(body, partition, 1);
    }

    private UUID visit(String members, int partition) throws Exception {
        return send("{\"event_name\":\"page_view\"," + members + "}", partition, 1, CallerKind.PUBLIC, null);
    }

    private UUID send(String body, int partition, long definitionVersion) throws Exception {
        return send(body, partition, definitionVersion, CallerKind.PRIVATE, null);
    }

    private UUID viewAt(Instant acceptedAt, UUID uuid, int partition) throws Exception {
        UUID correlationId = UUID.randomUUID();
        var headers = headers(acceptedAt, "shop.web_events", 1, CallerKind.PRIVATE, uuid, correlationId);
        send(service, partition, headers, "{\"event_name\":\"page_view\",\"customer_id\":\"20\"}");
        return correlationId;
    }

    private UUID send(String body, int partition, long definitionVersion, CallerKind caller, @Nullable UUID uuid)
            throws Exception {
        UUID correlationId = UUID.randomUUID();
        var headers = headers(Instant.now(), "shop.web_events", definitionVersion, caller, uuid, correlationId);
        send(service, partition, headers, body);
        return correlationId;
    }

    private static EventHeaders headers(
            Instant acceptedAt,
            String table,
            long definitionVersion,
            CallerKind caller,
            @Nullable UUID uuid,
            @Nullable UUID correlationId) {
        ReplyTo waiting = correlationId == null
                ? null
                : new ReplyTo(
                        new ReplyAddress("127.0.0.1", ingest.port()),
                        correlationId,
                        Instant.now().plusSeconds(5));
        return new EventHeaders(
                RecordId.next(), acceptedAt, uuid, table, "backend", caller, definitionVersion, "test", waiting, null);
    }

    private static void send(ServiceId service, int partition, EventHeaders headers, String body) throws Exception {
        var event = new ProducerRecord<>(
                Topics.events(service),
                partition,
                RecordKey.of(service, headers.recordId()).getBytes(UTF_8),
                body.getBytes(UTF_8));
        headers.writeTo(event.headers());
        log.send(event).get();
    }

    private static String reply(UUID correlationId) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> replies.get(correlationId), java.util.Objects::nonNull);
    }

    private long seen(String customer) {
        return count("select coalesce(max((state::json -> 'a' -> 'views' ->> 1)::numeric), 0)"
                + " from profile p join identity i on i.profile = p.id where i.instance = " + service.instance()
                + " and i.value = '" + customer + "'");
    }

    private static String deadLetter(ServiceId service) {
        Map<String, Object> connection = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, Parts.bootstrapServers());
        try (var letters = new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(Topics.deadLetters(service), 0);
            letters.assign(List.of(partition));
            letters.seekToBeginning(List.of(partition));
            var polled = letters.poll(Duration.ofSeconds(10));
            assertThat(polled.count()).isEqualTo(1);
            return new String(polled.iterator().next().value(), UTF_8);
        }
    }
}
