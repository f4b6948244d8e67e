package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.admin.Call.Conversation;
import io.p13n.admin.Surroundings.Parts;
import io.p13n.contract.RecordId;
import io.p13n.offer.profile.Profile;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The document against the server: each status and schema of it occurs, and nothing else does. */
@ExtendWith(Surroundings.class)
class OpenApiTest {

    /** What only an outage brings. */
    private static final Set<String> OF_OUTAGES = Set.of("202", "503");

    private static final Call DOCUMENT = Call.of("GET", "/openapi.yaml");

    @Test
    void theServerDoesWhatTheDocumentSaysAndNothingElse(Operator operator, Admin admin, Parts parts) throws Exception {
        var document = new OpenApiDocument(admin.body(DOCUMENT));
        doEverything(document, operator, admin, parts);
        var occurred = new TreeSet<String>();

        for (Conversation heard : Call.heard()) {
            HttpResponse<String> response = heard.response();
            document.operation(heard.call()).ifPresent(operation -> {
                String type = response.headers().firstValue("Content-Type").orElse("");
                assertThat(document.fault(operation, response.statusCode(), type, response.body()))
                        .as("%s %s", operation, response.body())
                        .isEmpty();
                occurred.add(operation + " " + response.statusCode());
            });
        }

        var expected = new TreeSet<>(document.answers());
        for (Set<String> answers : List.of(expected, occurred)) {
            answers.removeIf(answer -> OF_OUTAGES.contains(answer.substring(answer.lastIndexOf(' ') + 1)));
        }
        assertThat(occurred).isEqualTo(expected);
        assertThat(document.seen()).isEqualTo(document.schemasOfAnswers());
    }

    private static void doEverything(OpenApiDocument document, Operator operator, Admin admin, Parts parts)
            throws Exception {
        var parameters = Map.ofEntries(
                Map.entry("account", String.valueOf(operator.number())),
                Map.entry("instance", "9"),
                Map.entry("version", "1"),
                Map.entry("name", "nobody"),
                Map.entry("uuid", "none"),
                Map.entry("topic", "t"),
                Map.entry("partition", "0"),
                Map.entry("offset", "1"),
                Map.entry("segment", "vip"),
                Map.entry("catalog", "products"),
                Map.entry("id", "1"));
        for (Call call : document.calls(parameters)) {
            admin.answer(call); // 401, and 404 or 422 below, where nothing is there yet
            admin.answer(call.withKey(operator.number() + 1, Admin.BOOTSTRAP));
            admin.answer(call.withKey(operator.number(), Admin.BOOTSTRAP));
        }
        String account = operator.accountDocument(2);
        applied(operator, admin, "/definition", account);
        applied(operator, admin, "/services/2/definition", operator.serviceDocument(2, "web", "events"));
        admin.answer(operator.call("PUT", "/definition").sending("account: " + operator.number() + "\ntokens: []\n"));
        conflicting(operator, admin, "/definition", account);
        conflicting(operator, admin, "/services/3/definition", operator.serviceDocument(3, "app", "events"));
        explained(operator, admin);
        restored(operator, admin);
        made(operator, admin, "/keys", "{\"name\":\"new\",\"kind\":\"write\"}");
        made(operator, admin, "/services/2/tokens", "{\"name\":\"new\",\"kind\":\"private\"}");
        letters(operator, admin);
        people(operator, admin, parts);
        uploaded(operator, admin, parts);
        lastMasterKey(operator, admin); // after which the first key counts no longer
    }

    private static void applied(Operator operator, Admin admin, String path, String document) throws Exception {
        admin.answer(operator.call("PUT", path).sending(document));
        admin.answer(operator.call("PUT", path).sending(document).with("If-Match", "\"99\""));
        admin.answer(operator.call("PUT", path).sending(new byte[(1 << 20) + 1]));
        admin.answer(operator.call("PUT", path).sending("account: one"));
        admin.answer(operator.call("GET", path));
        admin.answer(operator.call("POST", path + "/validate").sending(document));
        admin.answer(operator.call("POST", path + "/validate").sending("account: one"));
        admin.answer(operator.call("POST", path + "/validate").sending(new byte[(1 << 20) + 1]));
        admin.answer(operator.call("POST", path + "/diff").sending(document));
        admin.answer(operator.call("POST", path + "/diff").sending(new byte[(1 << 20) + 1]));
        admin.answer(operator.call("GET", path + "/versions"));
        admin.answer(operator.call("GET", path + "/versions?limit=0"));
        admin.answer(operator.call("GET", path + "/versions/1"));
        admin.answer(operator.call("GET", path + "/versions/0"));
    }

    private static void conflicting(Operator operator, Admin admin, String path, String document) throws Exception {
        admin.answer(operator.call("PUT", path).sending(document));
        admin.answer(operator.call("POST", path + "/diff").sending(document));
    }

    private static void explained(Operator operator, Admin admin) throws Exception {
        Call explain = operator.call("POST", "/services/2/explain");
        admin.answer(explain.sending(
                "{\"table\":\"" + operator.table("events") + "\",\"event\":{\"email\":\"ada@example.com\"}}"));
        admin.answer(explain.sending("{}"));
        admin.answer(explain.sending(new byte[(1 << 20) + 1]));
        UUID uuid = operator.decides(
                2, operator.table("events"), "{\"email\":\"ada@example.com\"}", Profile.fresh(RecordId.next()));
        admin.answer(operator.call("GET", "/services/2/decisions/" + uuid));
        admin.answer(operator.call("GET", "/services/2/decisions/" + RecordId.next()));
        admin.answer(operator.call("POST", "/services/8/explain")
                .sending("{\"table\":\"shop.events\",\"event\":{\"email\":\"ada@example.com\"}}"));
    }

    /** Rolls back, first to what another service has taken from it, then to what profiles forbid. */
    private static void restored(Operator operator, Admin admin) throws Exception {
        String path = "/services/4/definition";
        String one = operator.serviceDocument(4, "one", "one");
        admin.answer(operator.call("PUT", path).sending(one));
        admin.answer(operator.call("PUT", path).sending(operator.serviceDocument(4, "two", "two")));
        admin.answer(
                operator.call("PUT", "/services/5/definition").sending(operator.serviceDocument(5, "taker", "one")));
        admin.answer(operator.call("POST", path + "/versions/1/restore"));
        admin.answer(operator.call("POST", path + "/versions/2/restore"));
        admin.answer(operator.call("POST", path + "/versions/2/restore").with("If-Match", "\"99\""));
        admin.answer(operator.call("POST", path + "/versions/2/restore").with("If-Match", "99"));
        admin.answer(operator.call("DELETE", path).with("If-Match", "\"99\""));
        admin.answer(operator.call("DELETE", path).with("If-Match", "99"));
        admin.answer(operator.call("DELETE", path));
        admin.answer(operator.call("GET", "/services"));
        admin.answer(operator.call("GET", "/audit?limit=1"));
        admin.answer(operator.call("GET", "/audit?limit=one"));
    }

    private static void made(Operator operator, Admin admin, String path, String body) throws Exception {
        admin.answer(operator.call("POST", path).sending(body));
        admin.answer(operator.call("POST", path).sending(body));
        admin.answer(operator.call("POST", path).sending(new byte[(1 << 20) + 1]));
        admin.answer(operator.call("GET", path));
        admin.answer(operator.call("POST", path + "/new/rotate").sending("{\"at\":1}"));
        admin.answer(operator.call("POST", path + "/new/rotate").sending(new byte[(1 << 20) + 1]));
        admin.answer(operator.call("POST", path + "/new/rotate"));
        admin.answer(operator.call("POST", path + "/new/rotate"));
        admin.answer(operator.call("DELETE", path + "/new.old"));
    }

    private static void letters(Operator operator, Admin admin) throws Exception {
        String path = "/services/2/dead-letters";
        operator.finds(operator.service(2), "t/0/1", "{}");
        admin.answer(operator.call("GET", path));
        admin.answer(operator.call("GET", path + "?before=none"));
        admin.answer(operator.call("GET", path + "/t/0/1"));
        admin.answer(operator.call("POST", path + "/t/0/1/redrive"));
        admin.answer(operator.call("DELETE", path + "/t/0/1"));
    }

    private static void people(Operator operator, Admin admin, Parts parts) throws Exception {
        var customers = new Customers(JdbcClient.create(parts.database()), operator.service(2));
        customers.known(1, "ada@example.com");
        String erasures = "/services/2/erasures";
        for (String path : List.of("/services/2/profile", "/services/2/profile/export")) {
            admin.answer(operator.call("GET", path));
            admin.answer(operator.call("GET", path + "?id=email=ada@example.com"));
            admin.answer(operator.call("GET", path + "?id=email=nobody@example.com"));
        }
        admin.answer(operator.call("POST", erasures).sending("{\"ids\":[\"email=ada@example.com\"]}"));
        admin.answer(operator.call("POST", "/services/9/erasures").sending("{\"ids\":[\"email=a@b\"]}"));
        admin.answer(operator.call("POST", erasures).sending(new byte[(1 << 20) + 1]));
    }

    private static void uploaded(Operator operator, Admin admin, Parts parts) throws Exception {
        Warehouse warehouse = Warehouse.of(operator, admin, parts);
        for (String method : List.of("PUT", "PATCH")) {
            uploaded(admin, warehouse.csv(method, "/segments/vip?key=email", "email\nada@example.com\nnobody\n"));
            uploaded(admin, warehouse.csv(method, "/attributes?key=email&names=score", "email,score\na@b,1\na@b,x\n"));
            uploaded(admin, warehouse.csv(method, "/catalogs/products", "product_id,price\nmug,9\ncup,x\n"));
        }
        String page = warehouse.imports();
        String id = page.substring(page.indexOf("\"id\":") + 5, page.indexOf(','));
        admin.answer(operator.call("GET", "/services/1/imports/" + id));
        admin.answer(operator.call("GET", "/services/1/imports/0"));
        admin.answer(operator.call("GET", "/services/1/imports?limit=0"));
    }

    private static void uploaded(Admin admin, Call call) throws Exception {
        admin.answer(call);
        admin.answer(call.with("Content-Type", "text/plain"));
        admin.answer(call.sending("none\n"));
        try (var running = HalfSent.of(admin, call)) {
            await().until(() -> admin.status(call) == 409);
            running.ends();
        }
    }

    private static void lastMasterKey(Operator operator, Admin admin) throws Exception {
        String ops = Credential.of(
                        admin.body(operator.call("POST", "/keys").sending("{\"name\":\"ops\",\"kind\":\"master\"}")))
                .value();
        admin.answer(operator.call("DELETE", "/keys/ops").withKey(operator.number(), ops));
    }
}
