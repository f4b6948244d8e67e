package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ReplyTo;
import io.p13n.offer.definition.Digest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The personalization API as a server meets it, between a real broker and a stand-in reactor. */
class PersonalizationApiTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    @BeforeEach
    void answer() {
        SYSTEM.reactor().answerWith(IngestSystem.NO_OFFERS);
    }

    @Test
    void theAnswerIsWhatTheReactorReplied() throws Exception {
        String offers = "{\"offers\":{\"vip\":{\"attributes\":{\"status\":\"high\"}}}}";
        SYSTEM.reactor().answerWith(offers);

        HttpResponse<String> response = patient().with("X-Request-Id", "till-7").send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(offers);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "X-Request-Id")).isEqualTo("till-7");
        assertThat(UUID.fromString(header(response, "X-Event-Uuid")).version()).isEqualTo(7);
    }

    @Test
    void theLogHoldsTheEventAsItWasSentUnderItsMostTrustedId() throws Exception {
        String body = "{ \"email\":\"Grace@Example.com\",\"customer_id\":\"4631\", \"x\":1, \"x\":2,"
                + " \"uuid\":\"7d444840-9dc0-41d1-b245-5ffdce74fad2\"}";
        Call call = patient().sending(body);

        HttpResponse<String> response = call.send(SYSTEM.port());

        ConsumerRecord<byte[], byte[]> event = SYSTEM.published(call);
        EventHeaders stamped = EventHeaders.read(event.headers());
        assertThat(new String(event.value(), UTF_8)).isEqualTo(body);
        assertThat(new String(event.key(), UTF_8)).isEqualTo("1/2/customer_id=4631");
        assertThat(stamped.table()).isEqualTo("shop.web_events");
        assertThat(stamped.token()).isEqualTo("token0");
        assertThat(stamped.caller()).isEqualTo(CallerKind.PRIVATE);
        assertThat(stamped.definitionVersion()).isEqualTo(5);
        assertThat(stamped.uuid()).isEqualTo(UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2"));
        assertThat(header(response, "X-Event-Uuid")).isEqualTo("7d444840-9dc0-41d1-b245-5ffdce74fad2");
    }

    @Test
    void aTraceThatTheCallerKeepsGoesOnInTheLog() throws Exception {
        Call traced = Call.fromServer().with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        Call untraced = Call.fromServer();
        traced.send(SYSTEM.port());
        untraced.send(SYSTEM.port());

        assertThat(EventHeaders.read(SYSTEM.published(traced).headers()).traceparent())
                .matches("00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01");
        assertThat(EventHeaders.read(SYSTEM.published(untraced).headers()).traceparent())
                .isNull();
    }

    @Test
    void whoWaitsInVainGetsA202AndTheEventIsKept() throws Exception {
        SYSTEM.reactor().answerWith("");
        Call call = Call.fromServer();

        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo(IngestSystem.NO_OFFERS);
        assertThat(header(response, "X-Event-Uuid"))
                .isEqualTo(EventHeaders.read(SYSTEM.published(call).headers())
                        .recordId()
                        .toString());
    }

    @Test
    void whoDoesNotWaitGetsA202AtOnceAndTheReactorIsStillAsked() throws Exception {
        Call call = Call.fromServer().with("Prefer", "respond-async, wait=0");

        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(waited(call)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "wait=3, 3000",
        "'foo; wait=9, WAIT = \"2\"', 2000",
        "'wait=1, wait=7', 1000",
        "wait=10, 10000",
        "wait=86400, 10000", // cut to the longest that is configured
        "wait=-1, 500",
        "wait=1.5, 500",
        "wait=99999999999999, 500",
        "wait, 500"
    })
    void howLongToWaitIsTheCallersChoiceWithinBounds(String preference, long milliseconds) throws Exception {
        Call call = Call.fromServer().with("Prefer", preference);

        call.send(SYSTEM.port());

        assertThat(waited(call)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    private static Duration waited(Call call) {
        EventHeaders stamped = EventHeaders.read(SYSTEM.published(call).headers());
        ReplyTo replyTo = Objects.requireNonNull(stamped.replyTo());
        return Duration.between(stamped.acceptedAt(), replyTo.deadline());
    }

    @Test
    void plainJsonAndTheAccountLessAuthorizationOfTheSdkAreTaken() throws Exception {
        Call call = patient()
                .with("Content-Type", "application/json; charset=utf-8")
                .with("Authorization", "TD1 " + Secrets.KEY);

        assertThat(call.send(SYSTEM.port()).statusCode()).isEqualTo(200);
    }

    @Test
    void anEventThatTheLogDoesNotAcknowledgeIsA503ThatNamesTheEvent() throws Exception {
        Call call = Call.fromServer().to("/shop/lost").with("WP13n-Token", Secrets.unloggedToken());

        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"code\":1003");
        assertThat(UUID.fromString(header(response, "X-Event-Uuid")).version()).isEqualTo(7);
    }

    static Stream<Call> whoIsNotKnownIsRefused() {
        return Stream.of("TD1 2/" + Secrets.KEY, "Bearer " + Secrets.KEY, "TD1", "TD1 1/" + Secrets.KEY + " x")
                .map(authorization -> Call.fromServer().with("Authorization", authorization));
    }

    @ParameterizedTest
    @MethodSource
    void whoIsNotKnownIsRefused(Call call) throws Exception {
        HttpResponse<String> response = call.send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(header(response, "WWW-Authenticate")).isEqualTo("TD1");
        assertThat(response.body()).contains("3020").doesNotContain(Secrets.KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop", "/records/web_events", "/public/web_events/", "/public/records/web_events", "/"})
    void aPathThatIsNoTableIsNoRoute(String path) throws Exception {
        HttpResponse<String> response = Call.fromServer().to(path).send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":3004").contains("/{database}/{table}");
    }

    @Test
    void aTokenOfAnotherInstanceIsNotKnown() throws Exception {
        String other = Secrets.privateToken().replaceFirst("^1/2/", "1/9/");

        assertThat(Call.fromServer()
                        .with("WP13n-Token", other)
                        .send(SYSTEM.port())
                        .body())
                .contains("\"code\":3001");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|object",
                "''|JSON",
                "{\"name\":\"Ada\"}|customer_id, email",
                "{\"email\":\"a@b.c\",\"time\":\"now\"}|time",
                "{\"email\":\"a@b.c\",\"uuid\":\"7\"}|uuid"
            })
    void anEventThatIsNotAcceptableIsToldWhatIsWrong(String body, String named) throws Exception {
        HttpResponse<String> response = Call.fromServer().sending(body).send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"code\":3004").contains(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1/2/ABCDEF0123456789abcdef0123456789", "12345678901234567890/2/00112233445566778899aabbccddeeff"
            })
    void anyTokenInFormIsLookedFor(String token) throws Exception {
        assertThat(Call.fromServer()
                        .with("WP13n-Token", token)
                        .send(SYSTEM.port())
                        .body())
                .contains("\"code\":3001");
    }

    @Test
    void aTimeThatIsStillToComeIsTakenAndCounted() throws Exception {
        double before = SYSTEM.replica().metric("p13n_ingest_events_ahead_total");
        Call call = Call.fromServer().with("Prefer", "wait=0");

        HttpResponse<String> response =
                call.sending("{\"email\":\"a@b.c\",\"time\":253402300799}").send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(SYSTEM.replica().metric("p13n_ingest_events_ahead_total")).isEqualTo(before + 1);
    }

    @Test
    void anIdThatNamesNobodyIsCountedAndItsEventTaken() throws Exception {
        double notText = SYSTEM.replica().metric("p13n_ingest_ids_dropped_total{reason=\"not_text\"");
        double decided = SYSTEM.replica().metric("p13n_ingest_auth_seconds_count");
        Call call = Call.fromServer().with("Prefer", "wait=0");

        HttpResponse<String> response =
                call.sending("{\"email\":\"a@b.c\",\"customer_id\":[1]}").send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(SYSTEM.replica().metric("p13n_ingest_ids_dropped_total{reason=\"not_text\""))
                .isEqualTo(notText + 1);
        assertThat(SYSTEM.replica().metric("p13n_ingest_auth_seconds_count")).isEqualTo(decided + 1);
    }

    @Test
    void theDocumentIsOnlyToBeRead() throws Exception {
        HttpResponse<String> response =
                Call.fromServer().by("PUT").to("/openapi.yaml").send(SYSTEM.port());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET");
    }

    @Test
    void whoseAccountIsDeletedIsKnownNoMore() throws Exception {
        var account = new DefinitionKey.Account(8);
        String key = "8".repeat(40);
        String document =
                "account: 8\napi_keys: [{name: backend, kind: write, digest: \"" + Digest.ofSecret(key) + "\"}]";
        Call call = Call.fromServer().with("Authorization", "TD1 " + key).without("WP13n-Token");
        SYSTEM.publish(new PublishedDefinition(account, 1, false, document));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> call.send(SYSTEM.port()).statusCode() == 400);

        SYSTEM.publish(new PublishedDefinition(account, 2, true, ""));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> call.send(SYSTEM.port()).statusCode() == 401);
    }

    @Test
    void aTableOfNoConcernToTheTokenIsNamed() throws Exception {
        assertThat(Call.fromServer().to("/shop/orders").send(SYSTEM.port()).body())
                .contains("\"code\":3004")
                .contains("shop.orders");
    }

    /** A call whose answer is waited for, however busy this machine is. */
    private static Call patient() {
        return Call.fromServer().with("Prefer", "wait=10");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
