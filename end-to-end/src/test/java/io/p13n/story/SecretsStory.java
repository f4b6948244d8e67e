package io.p13n.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.p13n.standalone.Port;
import io.p13n.standalone.Ports;
import io.p13n.standalone.Secrets;
import io.p13n.standalone.Standalone;
import io.p13n.standalone.StandaloneOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Keys, tokens and passwords are used, well and badly, and are to be found nowhere afterwards. */
class SecretsStory {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String WRONG_KEY = "5ec7e7".repeat(6) + "0001";
    private static final String WRONG_TOKEN = "5ec7e7".repeat(5) + "02";

    @TempDir
    private Path data;

    @Test
    void noSecretIsSaidLoggedOrStored() throws Exception {
        var said = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(said, true, UTF_8)); // where all logs go
        List<String> secrets;
        try (Standalone system = Standalone.start(talkative())) {
            secrets = secrets(system.secrets());
            List<String> answers = new ArrayList<>();
            use(system, answers);
            misuse(system, answers);

            assertThat(String.join("\n", answers)).contains("3020", "3001", "3003", "431");
            assertThat(found(secrets, "answer", answers)).isEmpty();
            assertThat(found(secrets, "actuator", actuators(system))).isEmpty();
            assertThat(found(secrets, "topic", topics(system))).isEmpty();
            assertThat(found(secrets, "table", tables(system))).isEmpty();
        } finally {
            System.setOut(console);
            ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
            ((Logger) LoggerFactory.getLogger("io.p13n")).setLevel(null);
        }
        String log = said.toString(UTF_8);
        assertThat(log).contains("INFO ").contains("service 1/2 is at version");
        assertThat(found(secrets, "log", List.of(log))).isEmpty();
    }

    private StandaloneOptions talkative() {
        return new StandaloneOptions(
                data, Ports.free(), Map.of("logging.level.root", "INFO", "logging.level.io.p13n", "DEBUG"));
    }

    private static List<String> secrets(Secrets made) {
        return List.of(
                made.writeKey(),
                made.pageKey(),
                made.privateToken(),
                made.publicToken(),
                made.databasePassword(),
                WRONG_KEY,
                WRONG_TOKEN);
    }

    private static void use(Standalone system, List<String> answers) throws Exception {
        Secrets secrets = system.secrets();
        answers.add(
                call(system, "/shop/web_events", "TD1 1/" + secrets.writeKey(), "1/2/" + secrets.privateToken(), 200));
        answers.add(call(
                system, "/public/shop/web_events", "TD1 " + secrets.pageKey(), "1/2/" + secrets.publicToken(), 200));
        answers.add(call(system, "/records/shop/web_events", "TD1 " + secrets.writeKey(), "", 400));
        answers.add(call(
                system, "/records/shop/surveys?write_key=" + secrets.writeKey(), "TD1 " + secrets.writeKey(), "", 400));
    }

    private static void misuse(Standalone system, List<String> answers) throws Exception {
        Secrets secrets = system.secrets();
        String path = "/shop/web_events";
        String key = "TD1 1/" + secrets.writeKey();
        String token = "1/2/" + secrets.privateToken();
        answers.add(call(system, path, "TD1 1/" + WRONG_KEY, token, 401));
        answers.add(call(system, path, "TD1 9/" + secrets.writeKey(), token, 401));
        answers.add(call(system, path, "Bearer " + secrets.writeKey(), token, 401));
        answers.add(call(system, path, secrets.writeKey(), token, 401));
        answers.add(call(system, path, key, "1/2/" + WRONG_TOKEN, 400));
        answers.add(call(system, path, key, "1/2/" + secrets.privateToken() + "x", 400));
        answers.add(call(system, path, key, secrets.writeKey(), 400));
        answers.add(call(system, path, key, "1/2/" + secrets.publicToken(), 400));
        answers.add(call(system, "/public" + path, key, token, 403));
        answers.add(call(system, path, "TD1 1/" + secrets.pageKey(), token, 403));
        answers.add(call(system, "/" + secrets.writeKey() + "/X", key, token, 404));
        answers.add(call(system, "/nowhere?token=" + secrets.privateToken() + "&key=" + WRONG_KEY, key, token, 404));
        answers.add(call(system, path, key + "/" + "x".repeat(20_000), token, 431));
        answers.add(raw(system, "GARBAGE " + secrets.writeKey() + "\r\nAuthorization: TD1 " + WRONG_KEY + "\r\n\r\n"));
        answers.add(raw(system, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + WRONG_KEY + "\r\n\r\n"));
    }

    private static String call(Standalone system, String path, String authorization, String token, int status)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(system.at(Port.HTTP) + path))
                .header("Content-Type", "application/json")
                .header("Origin", system.at(Port.SHOP).toString())
                .header("Prefer", "wait=10")
                .header("Authorization", authorization)
                .header("WP13n-Token", token.isEmpty() ? "-" : token)
                .POST(BodyPublishers.ofString("{\"customer_id\":\"spy\",\"td_client_id\":\"spy\"}"));
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.statusCode() + " " + response.headers().map() + response.body();
    }

    private static String raw(Standalone system, String request) throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), system.at(Port.HTTP).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static List<String> actuators(Standalone system) throws IOException, InterruptedException {
        var answers = new ArrayList<String>();
        for (Port port : List.of(Port.INGEST_MANAGEMENT, Port.REACTOR_MANAGEMENT, Port.ADMIN_MANAGEMENT)) {
            for (String path :
                    List.of("", "/health", "/health/readiness", "/prometheus", "/env", "/configprops", "/heapdump")) {
                URI uri = URI.create(system.at(port) + "/actuator" + path);
                answers.add(HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(ISO_8859_1))
                        .body());
            }
        }
        assertThat(answers.toString()).contains("p13n_ingest_refusals_total");
        return answers;
    }

    /** All that any topic holds, as text. */
    private static List<String> topics(Standalone system) {
        var found = new ArrayList<String>();
        Map<String, Object> connection =
                Map.of("bootstrap.servers", system.broker().bootstrapServers());
        try (var consumer = new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                for (var each : consumer.poll(Duration.ofMillis(200))) {
                    found.add(text(each.key()) + text(each.value()));
                    each.headers().forEach(header -> found.add(header.key() + text(header.value())));
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        assertThat(found.toString()).contains("spy").contains("api_keys");
        return found;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }

    /** All that any table holds, as text. */
    private static List<String> tables(Standalone system) throws SQLException {
        var found = new ArrayList<String>();
        try (var database = system.database().connect();
                var tables = database.createStatement()
                        .executeQuery("select format('select t::text from %I t', tablename) from pg_tables"
                                + " where schemaname = 'public'")) {
            while (tables.next()) {
                try (var rows = database.createStatement().executeQuery(tables.getString(1))) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
            }
        }
        assertThat(found.toString()).contains("spy").contains("api_keys");
        return found;
    }

    /** Where one of the secrets was found after all. */
    private static List<String> found(List<String> secrets, String where, List<String> texts) {
        return texts.stream()
                .flatMap(text -> secrets.stream()
                        .filter(text::contains)
                        .map(secret -> where + " has " + secret + ": "
                                + text.substring(Math.max(0, text.indexOf(secret) - 200), text.indexOf(secret) + 60)))
                .toList();
    }
}
