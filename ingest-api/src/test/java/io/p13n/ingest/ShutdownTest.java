package io.p13n.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.p13n.ingest.IngestSystem.Replica;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a replica ends while callers hold on to it. */
class ShutdownTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    private static final Call CALL = Call.fromServer().with("Prefer", "wait=0");

    @Test
    void itServesOnThenRefusesAndFinishesWhatWasUnderWay() throws Exception {
        try (Replica replica = SYSTEM.another(
                        "--p13n.ingest.drain.notice=5s",
                        "--p13n.ingest.body.timeout=5m",
                        "--spring.lifecycle.timeout-per-shutdown-phase=5m");
                Wire slow = Wire.to(replica.port());
                Wire kept = Wire.to(replica.port())) {
            for (int i = 0; i < 3; i++) {
                Wire.Answer served = kept.send(CALL);
                assertThat(served.status()).isEqualTo(202);
                assertThat(served.endsTheConnection()).isFalse();
            }
            slow.begin(CALL);
            await().until(() -> replica.metric("p13n_ingest_in_flight_requests") == 1);

            var closing = CompletableFuture.runAsync(replica::close);
            await().atMost(Duration.ofSeconds(30)).until(() -> readiness(replica) == 503);
            Wire.Answer served = kept.send(CALL);
            assertThat(served.status()).isEqualTo(202);
            assertThat(served.endsTheConnection()).isTrue();
            assertThat(kept.isEnded()).isTrue();

            await().atMost(Duration.ofSeconds(30)).until(() -> newcomer(replica).status() == 503);
            Wire.Answer refused = newcomer(replica);
            assertThat(refused.endsTheConnection()).isTrue();
            assertThat(refused.body()).contains("\"code\":1003").contains("shutting down");
            assertThat(refused.head()).contains("x-request-id: ").contains("content-type: application/json");

            Wire.Answer finished = slow.finish(CALL);
            assertThat(finished.status()).isEqualTo(202);
            assertThat(finished.endsTheConnection()).isTrue();
            closing.get(1, TimeUnit.MINUTES);
            assertThatThrownBy(() -> newcomer(replica)).isInstanceOf(ConnectException.class);
        }
        assertThat(SYSTEM.seen(CALL)).as("served, served on, finished").hasSizeGreaterThanOrEqualTo(5);
    }

    private static int readiness(Replica replica) throws Exception {
        return replica.managed("/actuator/health/readiness").statusCode();
    }

    private static Wire.Answer newcomer(Replica replica) throws Exception {
        try (Wire wire = Wire.to(replica.port())) {
            return wire.send(CALL);
        }
    }
}
