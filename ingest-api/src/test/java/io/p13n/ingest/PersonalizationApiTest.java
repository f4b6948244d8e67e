package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.embedded.EmbeddedBroker;
import io.p13n.offer.definition.Digest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

/** The personalization API over HTTP, between a real broker and a stand-in reactor. */
class PersonalizationApiTest {

    private static final ServiceId SERVICE = new ServiceId(1, 2);
    private static final String KEY = "a".repeat(40);
    private static final String SHOP_KEY = "b".repeat(40);
    private static final String PAGE_KEY = "c".repeat(40);
    private static final String OTHER_KEY = "d".repeat(40);
    private static final String TOKEN = "1/2/" + "1".repeat(32);
    private static final String FENCED_TOKEN = "1/2/" + "2".repeat(32);
    private static final String PUBLIC_TOKEN = "1/2/" + "3".repeat(32);
    private static final String OTHER_TOKEN = "7/2/" + "4".repeat(32);
    private static final String EVENT = "{\"email\":\"ada@example.com\"}";

    @TempDir
    private static Path data;

    private static EmbeddedBroker broker;
    private static FakeReactor reactor;
    private static ConfigurableApplicationContext ingest;
    private static int port;
    private static final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(data, 0, 0);
        Map<String, Object> connection = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        try (Admin kafka = Admin.create(connection)) {
            kafka.createTopics(List.of(
                            new NewTopic(Topics.DEFINITIONS, 1, (short) 1),
                            new NewTopic(Topics.events(SERVICE), 2, (short) 1)))
                    .all()
                    .get();
        }
        try (var producer = new KafkaProducer<>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (PublishedDefinition definition : definitions()) {
                producer.send(definition.toRecord()).get();
            }
        }
        reactor = new FakeReactor(
                broker.bootstrapServers(),
                List.of(new TopicPartition(Topics.events(SERVICE), 0), new TopicPartition(Topics.events(SERVICE), 1)));
        port = freePort();
        int management = freePort();
        ingest = IngestApi.application()
                .run(
                        "--server.port=" + port,
                        "--management.server.port=" + management,
                        "--p13n.ingest.reply.port=" + freePort(),
                        "--p13n.ingest.personalization.max-body=4KB",
                        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                get(management, "/actuator/health/readiness").statusCode())
                        .isEqualTo(200));
        answered();
    }

    /** The first events may come before the topic's metadata are there. */
    private static void answered() {
        reactor.answerWith("{\"offers\":{}}");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                post("/shop/web_events", EVENT, headers()).statusCode())
                        .isEqualTo(200));
    }

    @AfterAll
    static void stop() throws Exception {
        ingest.close();
        reactor.close();
        broker.close();
    }

    @Test
    void theAnswerIsWhatTheReactorReplied() throws Exception {
        String offers = "{\"offers\":{\"vip\":{\"attributes\":{\"status\":\"high\"}}}}";
        reactor.answerWith(offers);

        HttpResponse<String> response = post("/shop/web_events", EVENT, headers("X-Request-Id", "till-7"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(offers);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "X-Request-Id")).isEqualTo("till-7");
        assertThat(UUID.fromString(header(response, "X-Event-Uuid")).version()).isEqualTo(7);
    }

    @Test
    void theLogHoldsTheEventAsItWasSentUnderItsMostTrustedId() throws Exception {
        reactor.answerWith("{\"offers\":{}}");
        String body = "{ \"email\":\"Grace@Example.com\",\"customer_id\":\"4631\", \"x\":1, \"x\":2,"
                + " \"uuid\":\"7d444840-9dc0-41d1-b245-5ffdce74fad2\"}";

        HttpResponse<String> response = post("/shop/web_events", body, headers("X-Request-Id", "log-1"));

        ConsumerRecord<byte[], byte[]> event = published("log-1");
        EventHeaders stamped = EventHeaders.read(event.headers());
        assertThat(new String(event.value(), UTF_8)).isEqualTo(body);
        assertThat(new String(event.key(), UTF_8)).isEqualTo("1/2/customer_id=4631");
        assertThat(stamped.table()).isEqualTo("shop.web_events");
        assertThat(stamped.token()).isEqualTo("backend");
        assertThat(stamped.definitionVersion()).isEqualTo(5);
        assertThat(stamped.uuid()).isEqualTo(UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2"));
        assertThat(header(response, "X-Event-Uuid")).isEqualTo("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    }

    @Test
    void whoWaitsInVainGetsA202AndTheEventIsKept() throws Exception {
        reactor.answerWith("");

        HttpResponse<String> response = post("/shop/web_events", EVENT, headers("X-Request-Id", "vain-1"));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo("{\"offers\":{}}");
        assertThat(published("vain-1")).isNotNull();
    }

    @Test
    void plainJsonAndTheAccountLessAuthorizationOfTheSdkAreTaken() throws Exception {
        reactor.answerWith("{\"offers\":{}}");
        var headers = headers("Content-Type", "application/json; charset=utf-8", "Authorization", "TD1 " + KEY);

        assertThat(post("/shop/web_events", EVENT, headers).statusCode()).isEqualTo(200);
    }

    /**
     * A request that is refused.
     *
     * @param because what is wrong with it
     */
    record Refused(
            String because,
            String method,
            String path,
            String body,
            Map<String, String> headers,
            int status,
            int code,
            String message) {
        @Override
        public String toString() {
            return because;
        }
    }

    static Stream<Refused> refused() {
        return Stream.of(
                refused("another method", "GET", "/shop/web_events", EVENT, headers(), 405, 3009, "POST"),
                refused("no such route", "POST", "/shop", EVENT, headers(), 404, 3004, "/{database}/{table}"),
                refused("a name out of form", "POST", "/Shop/web_events", EVENT, headers(), 404, 3004, "no such route"),
                refused("a reserved name", "POST", "/records/web_events", EVENT, headers(), 404, 3004, "no such route"),
                refused("the content type", headers("Content-Type", "text/plain"), 415, 3004, "treasuredata.v1+json"),
                refused("no authorization", headers("Authorization", null), 401, 3020, "TD1"),
                refused("an unknown key", headers("Authorization", "TD1 1/" + "f".repeat(40)), 401, 3020, "TD1"),
                refused("a key of another account", headers("Authorization", "TD1 2/" + KEY), 401, 3020, "TD1"),
                refused("another scheme", headers("Authorization", "Bearer " + KEY), 401, 3020, "TD1"),
                refused("a key of other tables", headers("Authorization", "TD1 1/" + SHOP_KEY), 403, 3021, "shop.web"),
                refused("a page key", headers("Authorization", "TD1 1/" + PAGE_KEY), 403, 3021, "pages"),
                refused("no token", headers("WP13n-Token", null), 400, 3000, "WP13n-Token"),
                refused("a token out of form", headers("WP13n-Token", "1/2/xyz"), 400, 3003, "32 hexadecimal"),
                refused("an unknown token", headers("WP13n-Token", "1/2/" + "e".repeat(32)), 400, 3001, "revoked"),
                refused("another instance", headers("WP13n-Token", "1/3/" + "1".repeat(32)), 400, 3001, "revoked"),
                refused("another account's token", headers("WP13n-Token", OTHER_TOKEN), 400, 3002, "accounts"),
                refused("a public token", headers("WP13n-Token", PUBLIC_TOKEN), 400, 3006, "private"),
                refused("an address outside", headers("WP13n-Token", FENCED_TOKEN), 400, 3005, "allow list"),
                refused("too large a body", "{\"email\":\"" + "x".repeat(5000) + "\"}", 413, "exceeds"),
                refused("no JSON", "{", 400, "JSON"),
                refused("no object", "[]", 400, "object"),
                refused("no body", "", 400, "JSON"),
                refused("no identifier", "{\"name\":\"Ada\"}", 400, "customer_id, email"),
                refused("time out of form", "{\"email\":\"a@b.c\",\"time\":\"now\"}", 400, "time"),
                refused("uuid out of form", "{\"email\":\"a@b.c\",\"uuid\":\"7\"}", 400, "uuid"),
                refused("another table", "POST", "/shop/orders", EVENT, headers(), 400, 3004, "shop.orders"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(Refused refused) throws Exception {
        int before = reactor.seen().size();

        HttpResponse<String> response = send(refused.method(), refused.path(), refused.body(), refused.headers());

        assertThat(response.statusCode()).isEqualTo(refused.status());
        assertThat(response.body()).contains("\"code\":" + refused.code()).contains(refused.message());
        assertThat(response.body()).doesNotContain(KEY).doesNotContain("1".repeat(32));
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "X-Request-Id")).isNotEmpty();
        assertThat(reactor.seen()).hasSize(before);
    }

    @Test
    void whoIsNotKnownIsToldHowToAuthenticate() throws Exception {
        HttpResponse<String> response = post("/shop/web_events", EVENT, headers("Authorization", null));

        assertThat(header(response, "WWW-Authenticate")).isEqualTo("TD1");
    }

    private static Refused refused(String because, Map<String, String> headers, int status, int code, String message) {
        return refused(because, "POST", "/shop/web_events", EVENT, headers, status, code, message);
    }

    private static Refused refused(String because, String body, int status, String message) {
        return refused(because, "POST", "/shop/web_events", body, headers(), status, 3004, message);
    }

    private static Refused refused(
            String because,
            String method,
            String path,
            String body,
            Map<String, String> headers,
            int status,
            int code,
            String message) {
        return new Refused(because, method, path, body, headers, status, code, message);
    }

    private static List<PublishedDefinition> definitions() {
        String account = """
                account: 1
                api_keys:
                  - {name: backend, kind: write, digest: "%s"}
                  - {name: orders, kind: write, digest: "%s", tables: [shop.orders]}
                  - {name: pages, kind: write, digest: "%s", page: true, tables: [shop.web_events], origins: ["https://shop.example"], rate_limit: 9/s}
                tokens:
                  - {name: backend, instance: 2, kind: private, digest: "%s"}
                  - {name: fenced, instance: 2, kind: private, digest: "%s", allowed_ips: ["10.9.8.0/24"]}
                  - {name: site, instance: 2, kind: public, digest: "%s", allowed_origins: ["https://shop.example"]}
                """.formatted(
                        Digest.ofSecret(KEY),
                        Digest.ofSecret(SHOP_KEY),
                        Digest.ofSecret(PAGE_KEY),
                        digest(TOKEN),
                        digest(FENCED_TOKEN),
                        digest(PUBLIC_TOKEN));
        String other = """
                account: 7
                api_keys:
                  - {name: backend, kind: write, digest: "%s"}
                tokens:
                  - {name: backend, instance: 2, kind: private, digest: "%s"}
                """.formatted(Digest.ofSecret(OTHER_KEY), digest(OTHER_TOKEN));
        String service = """
                account: 1
                instance: 2
                name: web
                event_tables: [shop.web_events]
                identity:
                  keys: [{name: customer_id}, {name: email, normalize: lowercase}]
                """;
        var definitions = new ArrayList<PublishedDefinition>();
        definitions.add(new PublishedDefinition(new DefinitionKey.Account(1), 3, false, account));
        definitions.add(new PublishedDefinition(new DefinitionKey.Account(7), 1, false, other));
        definitions.add(new PublishedDefinition(new DefinitionKey.Service(SERVICE), 5, false, service));
        return definitions;
    }

    private static Digest digest(String token) {
        return Digest.ofSecret(token.substring(token.lastIndexOf('/') + 1));
    }

    /** The headers of a request that is let in, with some replaced, or left out where the value is null. */
    private static Map<String, String> headers(@Nullable String... replaced) {
        var headers = new java.util.HashMap<String, String>();
        headers.put("Content-Type", "application/vnd.treasuredata.v1+json");
        headers.put("Authorization", "TD1 1/" + KEY);
        headers.put("WP13n-Token", TOKEN);
        for (int i = 0; i < replaced.length; i += 2) {
            if (replaced[i + 1] == null) {
                headers.remove(replaced[i]);
            } else {
                headers.put(String.valueOf(replaced[i]), String.valueOf(replaced[i + 1]));
            }
        }
        return headers;
    }

    private static ConsumerRecord<byte[], byte[]> published(String requestId) {
        return await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> reactor.seen().stream()
                                .filter(event -> EventHeaders.read(event.headers())
                                        .requestId()
                                        .equals(requestId))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static HttpResponse<String> post(String path, String body, Map<String, String> headers) throws Exception {
        return send("POST", path, body, headers);
    }

    private static HttpResponse<String> send(String method, String path, String body, Map<String, String> headers)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
