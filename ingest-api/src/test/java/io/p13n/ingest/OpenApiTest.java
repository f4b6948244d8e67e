package io.p13n.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.ingest.Conversations.Conversation;
import io.p13n.ingest.IngestSystem.Replica;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document against the server: each status and schema of it occurs, and nothing else does. */
class OpenApiTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    private static final Call DOCUMENT = new Call("GET", "/openapi.yaml", Map.of(), new byte[0]);

    @Test
    void theServerDoesWhatTheDocumentSaysAndNothingElse() throws Exception {
        var document = new OpenApiDocument(DOCUMENT.send(SYSTEM.port()).body());
        doEverything();
        var occurred = new TreeSet<String>();

        for (Conversation heard : Conversations.heard()) {
            HttpResponse<String> response = heard.response();
            document.operation(heard.call()).ifPresent(operation -> {
                String type = response.headers().firstValue("Content-Type").orElse("");
                assertThat(document.fault(operation, response.statusCode(), type, response.body()))
                        .as("%s %s", operation, response.body())
                        .isEmpty();
                occurred.add(operation + " " + response.statusCode());
            });
        }

        assertThat(occurred).isEqualTo(document.answers());
        assertThat(document.seen()).isEqualTo(document.schemasOfAnswers());
    }

    @Test
    void whatTheDocumentDoesNotNameIsNotThere() throws Exception {
        var document = new OpenApiDocument(DOCUMENT.send(SYSTEM.port()).body());

        for (String path : List.of("/openapi.yaml", "/shop/web_events", "/public/shop/web_events", "/", "/docs/api")) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
                Call call = new Call(method, path, Map.of(), new byte[0]);
                if (document.operation(call).isEmpty()) {
                    assertThat(call.send(SYSTEM.port()).statusCode())
                            .as("%s %s", method, path)
                            .isEqualTo(method.equals("POST") ? 404 : 405);
                }
            }
        }
    }

    @Test
    void thePageShowsEachRoute() throws Exception {
        HttpResponse<String> page = DOCUMENT.to("/openapi.html").send(SYSTEM.port());

        assertThat(page.body())
                .contains("POST /{database}/{table}", "POST /public/{database}/{table}", "Retry-After")
                .doesNotContain("<script");
    }

    /** Too large for each route, yet small as it comes, so that it is sent before the connection is closed. */
    private static byte[] bomb() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[6_000_000]);
        }
        return packed.toByteArray();
    }

    private static void doEverything() throws Exception {
        SYSTEM.reactor()
                .answerWith("{\"offers\":{\"vip\":{\"attributes\":{\"cart\":[1]},\"batch_segments\":[{\"id\":\"7\"}]},"
                        + "\"bare\":{}}}");
        DOCUMENT.to("/openapi.html").send(SYSTEM.port());
        for (Call call : List.of(Call.fromServer(), Call.fromPage(), Call.ofRecords())) {
            call.with("Prefer", "wait=10").send(SYSTEM.port());
            call.with("Prefer", "wait=0").send(SYSTEM.port());
            call.sending("{").send(SYSTEM.port());
            call.without("Authorization").send(SYSTEM.port());
            call.with("Authorization", "TD1 " + Secrets.ORDERS_PAGE_KEY).send(SYSTEM.port());
            call.with("Content-Encoding", "gzip").sending(bomb()).send(SYSTEM.port());
            call.with("Content-Type", "text/plain").send(SYSTEM.port());
            call.to(call.path() + "?x=" + "x".repeat(5_000)).send(SYSTEM.port());
            call.with("X-Long", "x".repeat(20_000)).send(SYSTEM.port());
            call.by("OPTIONS").send(SYSTEM.port());
        }
        Call.ofRecords().sending("{\"events\":[{},{\"time\":-1}]}").send(SYSTEM.port());
        try (Replica replica = SYSTEM.withScriptedLog()) {
            var log = replica.context().getBean(ScriptedLog.class);
            for (Call call : List.of(Call.fromServer(), Call.fromPage(), Call.ofRecords())) {
                log.refuseNext();
                call.send(replica.port());
                log.loseNext();
                call.send(replica.port());
                log.breakNext();
                call.send(replica.port());
            }
        }
    }
}
