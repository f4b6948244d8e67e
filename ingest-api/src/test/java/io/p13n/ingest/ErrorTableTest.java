package io.p13n.ingest;

import static io.p13n.ingest.ErrorTableTest.Flaw.ADDRESS;
import static io.p13n.ingest.ErrorTableTest.Flaw.ORIGIN;
import static io.p13n.ingest.ErrorTableTest.Flaw.RATE;
import static io.p13n.ingest.ErrorTableTest.Flaw.TOKEN_OF_OTHER_KIND;
import static io.p13n.ingest.ErrorTableTest.Flaw.TOO_MANY_WAITING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.ingest.IngestSystem.Replica;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the contract's error table, and each two neighbours at once: the earlier one wins. On both routes. */
class ErrorTableTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    /** Has one place, which is taken. */
    @SuppressWarnings("NullAway.Init")
    private static Replica crowded;

    @SuppressWarnings("NullAway.Init")
    private static Socket sitting;

    /** What can be wrong with a request that reaches a working log, in the contract's order. */
    enum Flaw {
        METHOD(405, 3009),
        ROUTE(404, 3004),
        CONTENT_TYPE(415, 3004),
        UNAUTHENTICATED(401, 3020),
        FORBIDDEN(403, 3021),
        TOKEN_MISSING(400, 3000),
        TOKEN_MALFORMED(400, 3003),
        TOKEN_UNKNOWN(400, 3001),
        TOKEN_OF_OTHER_ACCOUNT(400, 3002),
        TOKEN_OF_OTHER_KIND(400, 3006),
        ORIGIN(400, 3007),
        ADDRESS(400, 3005),
        RATE(429, 2003),
        TOO_MANY_WAITING(429, 2013),
        BODY_TOO_LARGE(413, 3004),
        EVENT(400, 3004);

        private final int status;
        private final int code;

        Flaw(int status, int code) {
            this.status = status;
            this.code = code;
        }
    }

    record Flawed(boolean isPublic, Set<Flaw> flaws) {

        private boolean has(Flaw flaw) {
            return flaws.contains(flaw);
        }

        private Flaw earliest() {
            return flaws.iterator().next();
        }

        Call call() {
            Call call = (isPublic ? Call.fromPage() : Call.fromServer())
                    .by(has(Flaw.METHOD) ? "PUT" : "POST")
                    .to((isPublic ? "/public" : "") + (has(Flaw.ROUTE) ? "/Shop/web_events" : "/shop/web_events"))
                    .with("Content-Type", has(Flaw.CONTENT_TYPE) ? "text/plain" : Call.EVENT_TYPE)
                    .with("Authorization", "TD1 " + key())
                    .with("WP13n-Token", token());
            if (isPublic) {
                call = call.with("Origin", origin());
            }
            if (has(Flaw.BODY_TOO_LARGE)) {
                call = call.sending("{".repeat(5000));
            } else if (has(Flaw.EVENT)) {
                call = call.sending("{");
            }
            return has(Flaw.TOKEN_MISSING) ? call.without("WP13n-Token") : call;
        }

        private String key() {
            if (has(Flaw.UNAUTHENTICATED)) {
                return "f".repeat(40);
            }
            if (has(Flaw.FORBIDDEN)) {
                return isPublic ? Secrets.ORDERS_PAGE_KEY : Secrets.ORDERS_KEY;
            }
            return isPublic ? Secrets.PAGE_KEY : Secrets.KEY;
        }

        private String token() {
            int account = has(Flaw.TOKEN_OF_OTHER_ACCOUNT) ? 7 : 1;
            if (has(Flaw.TOKEN_MALFORMED)) {
                return account + "/2/xyz";
            }
            if (has(Flaw.TOKEN_UNKNOWN)) {
                return account + "/2/" + "e".repeat(32);
            }
            return Secrets.token(account, isPublic != has(TOKEN_OF_OTHER_KIND), has(ADDRESS), has(RATE));
        }

        private String origin() {
            return has(ORIGIN) ? Secrets.OTHER_PAGE : Secrets.SHOP;
        }

        /** The token forbids the other page; only where the token is none of a page's, the key is asked, which allows it. */
        private boolean readable() {
            return isPublic && (!has(ORIGIN) || has(TOKEN_OF_OTHER_KIND));
        }

        @Override
        public String toString() {
            return (isPublic ? "public: " : "private: ") + flaws;
        }
    }

    static Stream<Flawed> theEarliestFlawIsTold() {
        return Stream.of(false, true).flatMap(isPublic -> {
            List<Flaw> rows = Arrays.stream(Flaw.values())
                    .filter(flaw -> isPublic || flaw != ORIGIN)
                    .toList();
            var cases = new ArrayList<Flawed>();
            for (int i = 0; i < rows.size(); i++) {
                cases.add(new Flawed(isPublic, EnumSet.of(rows.get(i))));
                if (i > 0) {
                    cases.add(new Flawed(isPublic, EnumSet.of(rows.get(i - 1), rows.get(i))));
                }
            }
            return cases.stream();
        });
    }

    @BeforeAll
    static void crowd() throws Exception {
        crowded = SYSTEM.another("--p13n.ingest.in-flight.requests=1", "--p13n.ingest.body.timeout=5m");
        sitting = new Socket(InetAddress.getLoopbackAddress(), crowded.port());
        var headers = new StringBuilder("POST /shop/web_events HTTP/1.1\r\nHost: ingest\r\nContent-Length: 9\r\n");
        Call.fromServer()
                .headers()
                .forEach((name, value) ->
                        headers.append(name).append(": ").append(value).append("\r\n"));
        sitting.getOutputStream().write(headers.append("\r\n{").toString().getBytes(UTF_8));
        await().atMost(Duration.ofSeconds(30)).until(() -> crowded.metric("p13n_ingest_in_flight_requests") == 1);
    }

    @AfterAll
    static void leave() throws Exception {
        sitting.close();
        crowded.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void theEarliestFlawIsTold(Flawed flawed) throws Exception {
        Call call = flawed.call();
        int port = flawed.has(TOO_MANY_WAITING) ? crowded.port() : SYSTEM.port();
        if (flawed.has(RATE)) {
            call.send(port); // uses up what the token may do in an hour
        }
        Call again = call.with("X-Request-Id", "flawed-" + call.requestId());
        HttpResponse<String> response = again.send(port);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(flawed.earliest().status);
        assertThat(response.body()).startsWith("{").contains("\"code\":" + flawed.earliest().code);
        assertThat(response.body()).doesNotContain(Secrets.KEY, Secrets.PAGE_KEY);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(response, "X-Request-Id")).isEqualTo(again.requestId());
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(flawed.earliest().status == 429);
        assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(flawed.earliest().status == 405);
        assertThat(header(response, "WWW-Authenticate")).isEqualTo(flawed.earliest().status == 401 ? "TD1" : "");
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(flawed.readable() ? flawed.origin() : "");
        assertThat(header(response, "Access-Control-Allow-Credentials")).isEqualTo(flawed.readable() ? "true" : "");
        assertThat(header(response, "Vary")).isEqualTo(flawed.readable() ? "Origin" : "");
        assertThat(SYSTEM.seen(again)).isEmpty();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
