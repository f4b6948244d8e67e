package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
import org.springframework.context.ConfigurableApplicationContext;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

/** What a reactor's tests have around it: a real broker, a real database, and an ingest replica that waits. */
abstract class ReactorSurroundings {

    private static final AtomicLong INSTANCES = new AtomicLong(1000);
    static final int PARTITIONS = 3;
    static final String ERASURE_SECRET = "e".repeat(32);
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

    static KafkaProducer<byte[], byte[]> log;
    static Admin kafka;
    private static DisposableServer ingest;
    private static final Map<UUID, String> replies = new ConcurrentHashMap<>();
    static final Map<UUID, Long> answeredNanos = new ConcurrentHashMap<>();

    final ServiceId service = new ServiceId(1, INSTANCES.incrementAndGet());
    ConfigurableApplicationContext reactor;

    @BeforeAll
    static void startIngest() throws Exception {
        Map<String, Object> connection = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Parts.bootstrapServers());
        kafka = Admin.create(connection);
        log = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer());
        if (!kafka.listTopics().names().get().contains(Topics.DEFINITIONS)) {
            kafka.createTopics(List.of(
                            new NewTopic(Topics.DEFINITIONS, 1, (short) 1),
                            new NewTopic(Topics.ERASURES, 1, (short) 1)))
                    .all()
                    .get();
        }
        ingest = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connected -> connected.addHandlerLast(
                        new LengthFieldBasedFrameDecoder(ReplyFrame.MAX_FRAME_BYTES, 0, 4, 0, 4)))
                .handle((in, out) -> in.receive()
                        .doOnNext(frame -> {
                            ReplyFrame reply = ReplyFrame.read(frame.nioBuffer());
                            answeredNanos.put(reply.correlationId(), System.nanoTime());
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

    /** Starts a replica for this test's service alone; what is given, {@code name=value}, wins over the usual settings. */
    ConfigurableApplicationContext startReactor(String... given) {
        var settings = new HashMap<String, String>();
        Stream.of(
                        "server.port=0",
                        "p13n.reactor.services=" + service,
                        "p13n.reactor.uuid-purge=500ms",
                        "p13n.erasure.secret=" + ERASURE_SECRET,
                        "spring.kafka.bootstrap-servers=" + Parts.bootstrapServers(),
                        "spring.datasource.url=" + Parts.jdbcUrl(),
                        "spring.datasource.username=postgres")
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> settings.put(setting[0], setting[1]));
        Stream.of(given).map(setting -> setting.split("=", 2)).forEach(setting -> settings.put(setting[0], setting[1]));
        return ReactorService.application()
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    void publish(long version) throws ExecutionException, InterruptedException {
        publish(version, false);
    }

    void publishDeletion(long version) throws ExecutionException, InterruptedException {
        publish(version, true);
    }

    private void publish(long version, boolean deleted) throws ExecutionException, InterruptedException {
        var definition = new PublishedDefinition(
                new DefinitionKey.Service(service), version, deleted, DEFINITION.formatted(service.instance()));
        log.send(definition.toRecord()).get();
    }

    UUID view(String key, String id, int partition) throws Exception {
        return send("{\"event_name\":\"page_view\",\"" + key + "\":\"" + id + "\"}", partition);
    }

    UUID send(String body, int partition) throws Exception {
        return send(body, partition, 1);
    }

    UUID visit(String members, int partition) throws Exception {
        return send("{\"event_name\":\"page_view\"," + members + "}", partition, 1, CallerKind.PUBLIC, null);
    }

    UUID send(String body, int partition, long definitionVersion) throws Exception {
        return send(body, partition, definitionVersion, CallerKind.PRIVATE, null);
    }

    UUID viewAt(Instant acceptedAt, UUID uuid, int partition) throws Exception {
        UUID correlationId = UUID.randomUUID();
        var headers = headers(acceptedAt, "shop.web_events", 1, CallerKind.PRIVATE, uuid, correlationId);
        send(service, partition, headers, "{\"event_name\":\"page_view\",\"customer_id\":\"20\"}");
        return correlationId;
    }

    UUID send(String body, int partition, long definitionVersion, CallerKind caller, @Nullable UUID uuid)
            throws Exception {
        UUID correlationId = UUID.randomUUID();
        var headers = headers(Instant.now(), "shop.web_events", definitionVersion, caller, uuid, correlationId);
        send(service, partition, headers, body);
        return correlationId;
    }

    static EventHeaders headers(
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
                RecordId.next(),
                acceptedAt,
                uuid,
                table,
                "backend",
                "site",
                caller,
                definitionVersion,
                "test",
                waiting,
                null);
    }

    static void send(ServiceId service, int partition, EventHeaders headers, String body) throws Exception {
        log.send(event(service, partition, headers, body)).get();
    }

    private static ProducerRecord<byte[], byte[]> event(
            ServiceId service, int partition, EventHeaders headers, String body) {
        var event = new ProducerRecord<>(
                Topics.events(service),
                partition,
                RecordKey.of(service, headers.recordId()).getBytes(UTF_8),
                body.getBytes(UTF_8));
        headers.writeTo(event.headers());
        return event;
    }

    /** An event as a record, not sent yet. */
    ProducerRecord<byte[], byte[]> event(String body, int partition, UUID correlationId) {
        var headers = headers(Instant.now(), "shop.web_events", 1, CallerKind.PRIVATE, null, correlationId);
        return event(service, partition, headers, body);
    }

    static String reply(UUID correlationId) {
        return await().atMost(Duration.ofMinutes(2)).until(() -> replies.get(correlationId), Objects::nonNull);
    }

    /** The answers to all of these, in their order. */
    static List<String> replies(List<UUID> correlationIds) {
        await().atMost(Duration.ofMinutes(2)).until(() -> replies.keySet().containsAll(correlationIds));
        return correlationIds.stream().map(replies::get).toList();
    }

    /** A group of the service: {@code reactor} or {@code archive}. */
    String group(String role) {
        return "p13n." + role + "." + service.account() + "." + service.instance();
    }

    /** Members of the group that have partitions. */
    long owners(String role) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(kafka.describeConsumerGroups(List.of(group(role)))
                        .describedGroups()
                        .get(group(role)))
                .get()
                .members()
                .stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    /** Sets what the reactor's group holds of a partition, behind its back. */
    void setOffset(int partition, String assignment) {
        execute("update partition_offset set " + assignment + " where partition = " + partition
                + " and consumer_group = '" + group("reactor") + "'");
    }

    long offset(int partition) {
        return count("select next_offset from partition_offset where partition = " + partition
                + " and consumer_group = '" + group("reactor") + "'");
    }

    /** The value of a gauge of the running reactor, for the group that decides. */
    double gauge(String name) {
        return reactor.getBean(MeterRegistry.class)
                .get(name)
                .tag("group", group("reactor"))
                .gauge()
                .value();
    }

    long seen(String customer) {
        return count("select coalesce(max((state::json -> 'a' -> 'views' ->> 1)::numeric), 0)"
                + " from profile p join identity i on i.profile = p.id where i.instance = " + service.instance()
                + " and i.value = '" + customer + "'");
    }

    static String deadLetter(ServiceId service) {
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
