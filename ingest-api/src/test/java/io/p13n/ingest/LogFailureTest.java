package io.p13n.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.ingest.IngestSystem.Replica;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The last rows of the error table: what the log does to an acceptable event. */
class LogFailureTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    @SuppressWarnings("NullAway.Init")
    private static Replica replica;

    @SuppressWarnings("NullAway.Init")
    private static ScriptedLog log;

    @BeforeAll
    static void start() {
        replica = SYSTEM.withScriptedLog();
        log = replica.context().getBean(ScriptedLog.class);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    static Stream<Call> routes() {
        return Stream.of(Call.fromServer(), Call.fromPage()).map(call -> call.with("Prefer", "wait=0"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aLogThatTakesNoMoreIsA429(Call call) throws Exception {
        log.refuseNext();

        // A flawed event comes first: it never reaches the log, which still refuses the next one.
        assertThat(call.sending("{").send(replica.port()).statusCode()).isEqualTo(400);
        HttpResponse<String> response = call.send(replica.port());

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).contains("\"code\":2003");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(call.send(replica.port()).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aLogThatIsGoneIsA503ThatNamesTheEvent(Call call) throws Exception {
        log.loseNext();

        HttpResponse<String> response = call.sending(
                        "{\"email\":\"a@b.c\",\"uuid\":\"7d444840-9dc0-41d1-b245-5ffdce74fad2\"}")
                .send(replica.port());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("\"code\":1003");
        assertThat(response.headers().firstValue("X-Event-Uuid")).hasValue("7d444840-9dc0-41d1-b245-5ffdce74fad2");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin").isPresent())
                .isEqualTo(call.headers().containsKey("Origin"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aFaultOfOursIsA500ThatNamesTheRequestAndNothingElse(Call call) throws Exception {
        log.breakNext();

        HttpResponse<String> response = call.send(replica.port());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .contains("\"code\":9999")
                .contains(call.requestId())
                .doesNotContain("secret", "Exception", "\\tat");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nobodyIsAnsweredBeforeTheLogHasTheEventHoweverLongPastTheDeadline(Call call) throws Exception {
        log.holdNext();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> sent(call));
        await().atMost(Duration.ofSeconds(30)).until(() -> replica.metric("p13n_ingest_in_flight_requests") == 1);
        assertThat(replica.metric("p13n_ingest_waiting")).isEqualTo(1);
        assertThat(answer).isNotDone();

        log.acknowledge();

        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }

    private static HttpResponse<String> sent(Call call) {
        try {
            return call.send(replica.port());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aBatchOfWhichSomeWasStoredTellsWhichByReceipt() throws Exception {
        log.refuseNext();
        log.loseNext();
        Call batch = Call.ofRecords().sending("{\"events\":[{\"n\":1},{\"n\":2},{\"n\":3}]}");

        HttpResponse<String> response = batch.send(replica.port());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .containsSubsequence("\"code\":2003", "\"code\":1003", "\"success\":true")
                .startsWith("{\"receipts\":[{\"success\":false");
    }

    @Test
    void aBatchOfWhichNothingWasStoredFailsAsAWhole() throws Exception {
        log.refuseNext();
        log.refuseNext();
        Call batch = Call.ofRecords().sending("{\"events\":[{\"n\":1},{\"time\":-1},{\"n\":3}]}");

        assertThat(batch.send(replica.port()).statusCode()).isEqualTo(429);

        log.loseNext();
        log.refuseNext();
        assertThat(batch.send(replica.port()).statusCode()).isEqualTo(503);
    }
}
