package io.p13n.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.admin.Surroundings.Parts;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the warehouse uploads: all of it counts, or nothing. */
@ExtendWith(Surroundings.class)
class ImportsTest {

    private static final int MANY = 5_000;

    private Warehouse warehouse;
    private Operator operator;
    private Admin admin;

    @BeforeEach
    void defineAService(Operator operator, Admin admin, Parts parts) throws Exception {
        this.operator = operator;
        this.admin = admin;
        this.warehouse = Warehouse.of(operator, admin, parts);
    }

    @Test
    void aReplacementIsAllThatCountsAndItsValuesAreNormalisedAsThoseOfEvents() throws Exception {
        warehouse.members("PUT", "vip", "ada@example.com", "grace@example.com");

        String answer = warehouse.members("PUT", "vip", "EDSGER@Example.com", "grace@example.com");

        assertThat(answer)
                .contains("\"target\":\"segment vip\",\"mode\":\"replace\",\"state\":\"done\"")
                .contains("\"rows_read\":2,\"rows_written\":2,\"rows_rejected\":0,\"rejects\":[]");
        assertThat(warehouse.membersOf("vip")).containsExactly("edsger@example.com", "grace@example.com");
        await().until(warehouse::isTidy);
        assertThat(warehouse.membersOf("vip")).containsExactly("edsger@example.com", "grace@example.com");
        assertThat(admin.body(operator.call("GET", "/audit?limit=1")))
                .contains("\"action\":\"import\"")
                .contains(operator.service(1) + " segment vip, replaced: import ")
                .contains("2 rows, 0 of them rejected");
    }

    @Test
    void anUpsertAddsToWhatIsThere() throws Exception {
        warehouse.members("PUT", "vip", "ada@example.com", "grace@example.com");
        warehouse.members("PUT", "club", "ada@example.com");

        warehouse.members("PATCH", "vip", "grace@example.com", "edsger@example.com");
        warehouse.members("PATCH", "new", "ada@example.com");

        List<String> all = List.of("ada@example.com", "edsger@example.com", "grace@example.com");
        assertThat(warehouse.membersOf("vip")).isEqualTo(all);
        assertThat(warehouse.membersOf("club")).containsExactly("ada@example.com");
        await().until(warehouse::isTidy);
        assertThat(warehouse.membersOf("vip")).isEqualTo(all);
        assertThat(warehouse.membersOf("new")).containsExactly("ada@example.com");
    }

    @Test
    void whoeverReadsMeanwhileSeesAllOrNothing() throws Exception {
        warehouse.members("PUT", "vip", customers("old"));
        Set<String> seen = new ConcurrentSkipListSet<>();
        var over = new AtomicBoolean();
        var reader = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                seen.add(counted(warehouse.membersOf("vip")));
            }
        });

        warehouse.members("PUT", "vip", customers("new"));
        warehouse.members("PATCH", "vip", customers("more"));
        await().until(warehouse::isTidy);
        over.set(true);
        reader.join();

        assertThat(counted(warehouse.membersOf("vip"))).isEqualTo("{more=5000, new=5000}");
        assertThat(seen).isSubsetOf("{old=5000}", "{new=5000}", "{more=5000, new=5000}");
    }

    private static String[] customers(String kind) {
        return IntStream.range(0, MANY)
                .mapToObj(number -> kind + "-" + number + "@example.com")
                .toArray(String[]::new);
    }

    /** How many there are of each kind. */
    private static String counted(List<String> members) {
        return members.stream()
                .collect(Collectors.groupingBy(
                        member -> member.substring(0, member.indexOf('-')), TreeMap::new, Collectors.counting()))
                .toString();
    }

    @Test
    void attributesAreOfTheirTypesAndAnAbsentOneStays() throws Exception {
        warehouse.body(
                Warehouse.gzipped(warehouse.json("PUT", "/attributes?key=customer_id&names=loyalty,score,born", """
                {"customer_id": 1, "loyalty": "high", "score": "60", "born": "1999-12-31T23:59:59+01:00"}
                {"customer_id": "2", "loyalty": "low", "score": 1.5}

                {"customer_id": "2", "loyalty": "none", "born": null}
                """)));

        warehouse.body(warehouse.csv(
                "PATCH",
                "/attributes?key=customer_id&names=score,loyalty",
                "score,customer_id,loyalty\n7,2,\n,3,new\n"));

        for (boolean tidy : List.of(false, true)) {
            await().until(() -> !tidy || warehouse.isTidy());
            assertThat(warehouse.valuesOf("loyalty"))
                    .isEqualTo(Map.of("1", "\"high\"", "2", "\"none\"", "3", "\"new\""));
            assertThat(warehouse.valuesOf("score")).isEqualTo(Map.of("1", "60.0", "2", "7.0"));
            assertThat(warehouse.valuesOf("born")).isEqualTo(Map.of("1", "\"1999-12-31T22:59:59Z\""));
        }
    }

    @Test
    void replacingOneAttributeLeavesTheOthers() throws Exception {
        warehouse.body(warehouse.csv(
                "PUT",
                "/attributes?key=customer_id&names=loyalty,score",
                "customer_id,loyalty,score\n1,high,1\n2,low,2\n"));

        warehouse.body(warehouse.csv("PUT", "/attributes?key=customer_id&names=score", "customer_id,score\n1,5\n"));

        assertThat(warehouse.valuesOf("loyalty")).isEqualTo(Map.of("1", "\"high\"", "2", "\"low\""));
        assertThat(warehouse.valuesOf("score")).isEqualTo(Map.of("1", "5.0"));
    }

    @Test
    void aCatalogTakesQuotedFieldsAndItsOwnKey() throws Exception {
        warehouse.body(warehouse.csv("PUT", "/catalogs/products", """
                \uFEFFproduct_id,title,price\r
                mug,"Mug, ""blue""
                and large",9.90\r
                cup,Cup,\r
                """));
        warehouse.body(warehouse.json("PATCH", "/catalogs/products", "{\"product_id\": 7, \"title\": \"Seven\"}"));

        assertThat(warehouse.rowsOf("products"))
                .isEqualTo(Map.of(
                        "mug", "{\"price\": 9.9, \"title\": \"Mug, \\\"blue\\\"\\nand large\"}",
                        "cup", "{\"title\": \"Cup\"}",
                        "7", "{\"title\": \"Seven\"}"));

        warehouse.body(warehouse.csv("PUT", "/catalogs/products", "product_id,title\n"));
        assertThat(warehouse.rowsOf("products")).isEmpty();
    }

    @Test
    void aGzipFileOfSeveralPartsIsReadWhole() throws Exception {
        byte[] one = Warehouse.gzip("email\nada@example.com\n".getBytes(UTF_8));
        byte[] other = Warehouse.gzip("grace@example.com\n".getBytes(UTF_8));
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);

        warehouse.body(warehouse
                .csv("PUT", "/segments/vip?key=email", "")
                .with("Content-Encoding", "gzip")
                .sending(both));

        assertThat(warehouse.membersOf("vip")).containsExactly("ada@example.com", "grace@example.com");
    }

    @Test
    void wrongRowsAreToldByLineAndReasonNeverByValue() throws Exception {
        String answer = warehouse.body(
                warehouse.csv("PUT", "/attributes?key=email&names=loyalty,score,born", """
                email,loyalty,score,born
                ada@example.com,high,1,2000-01-01T00:00:00Z
                nobody,secret1,1,
                test@test.com,secret2,1,
                ,secret3,1,
                grace@example.com,secret4,many,
                grace@example.com,%s,1,
                "grace@example.com","secret
                5",1,yesterday
                grace@example.com,secret6
                grace@example.com,low,2,
                """.formatted("s".repeat(501))));

        assertThat(answer)
                .contains("\"rows_read\":9,\"rows_written\":2,\"rows_rejected\":7")
                .contains("{\"path\":\"email\",\"line\":3,\"message\":\"does not match the key's `valid` expression\"}")
                .contains("{\"path\":\"email\",\"line\":4,\"message\":\"stands in the key's `invalid` list\"}")
                .contains("{\"path\":\"email\",\"line\":5,\"message\":\"is missing\"}")
                .contains("{\"path\":\"score\",\"line\":6,\"message\":\"must be a number\"}")
                .contains("{\"path\":\"loyalty\",\"line\":7,\"message\":\"is over 500 bytes\"}")
                .contains("{\"path\":\"born\",\"line\":8,\"message\":\"must be a moment with its offset,")
                .contains("{\"path\":\"\",\"line\":10,\"message\":\"has 2 fields, and the header 4\"}")
                .doesNotContain("secret", "nobody", "sss", "many", "yesterday");
        assertThat(warehouse.valuesOf("score")).isEqualTo(Map.of("ada@example.com", "1.0", "grace@example.com", "2.0"));
    }

    @Test
    void wrongLinesOfJsonAreToldLikewise() throws Exception {
        String answer =
                warehouse.body(warehouse.json("PUT", "/segments/vip?key=email", """
                {"email": "ada@example.com"}
                {"email": "grace@example.com"
                {"email": "%s@example.com"}
                {"email": "secret@example.com", "x": 1}
                {"email": ["secret@example.com"]}
                ["secret@example.com"]
                """.formatted("x".repeat(70_000))));

        assertThat(answer)
                .contains("\"rows_read\":6,\"rows_written\":1,\"rows_rejected\":5")
                .contains("{\"path\":\"\",\"line\":2,\"message\":\"the body is not valid JSON")
                .contains("{\"path\":\"\",\"line\":3,\"message\":\"is over 65536 bytes\"}")
                .contains("{\"path\":\"x\",\"line\":4,\"message\":\"is no column of this upload\"}")
                .contains(
                        "{\"path\":\"email\",\"line\":5,\"message\":\"must be text, or an integer of at most 38 digits\"}")
                .contains("{\"path\":\"\",\"line\":6,")
                .doesNotContain("secret");
        assertThat(warehouse.membersOf("vip")).containsExactly("ada@example.com");
    }

    @Test
    void whatIsRefusedLeavesWhatWasThere() throws Exception {
        warehouse.members("PUT", "vip", "ada@example.com");
        String path = "/segments/vip?key=email";
        byte[] gzip = Warehouse.gzip("email\ngrace@example.com\n".getBytes(UTF_8));

        refused("more than 1 rows are wrong", warehouse.csv("PUT", path + "&max_rejects=1", "email\na\nb\ne@f\n"));
        refused("more than 0 rows are wrong", warehouse.csv("PUT", path + "&max_rejects=0", "email\na\ne@f\n"));
        refused("must be a number, 0 to 1000000", warehouse.csv("PUT", path + "&max_rejects=-1", "email\ne@f\n"));
        refused("every row is wrong", warehouse.csv("PUT", path, "email\na\nb\n"));
        refused(
                "`e_mail` is no column of this upload; it takes email alone",
                warehouse.csv("PUT", path, "e_mail\ne@f\n"));
        refused("stands there twice", warehouse.csv("PUT", path, "email,email\ne@f,e@f\n"));
        refused("the first line must name the columns", warehouse.csv("PUT", path, ""));
        refused("there is no row in it", warehouse.json("PUT", path, "\n\n"));
        refused("the upload is no CSV behind line 1: ", warehouse.csv("PUT", path, "email\n\"e@f\n"));
        refused("the upload is not UTF-8", warehouse.csv("PUT", path, "").sending("email\nä@f\n".getBytes(ISO_8859_1)));
        refused(
                "the upload is no whole gzip file",
                warehouse
                        .csv("PUT", path, "")
                        .with("Content-Encoding", "gzip")
                        .sending(Arrays.copyOf(gzip, gzip.length - 9)));
        refused(
                "the upload is no whole gzip file",
                warehouse.csv("PUT", path, "email\n").with("Content-Encoding", "gzip"));

        assertThat(warehouse.membersOf("vip")).containsExactly("ada@example.com");
        assertThat(warehouse.imports())
                .contains("\"state\":\"failed\",\"failure\":\"every row is wrong; nothing was changed\"");
        await().until(warehouse::isTidy);
    }

    private void refused(String reason, Call call) throws Exception {
        HttpResponse<String> answer = admin.answer(call);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains(reason);
    }

    @Test
    void namesThatTheDefinitionDoesNotKnowAreRefusedWithThoseThatItKnows() throws Exception {
        refused("has customer_id, email\"", warehouse.csv("PUT", "/segments/vip?key=user_id", "user_id\n1\n"));
        refused("nothing is no identity key", warehouse.csv("PUT", "/segments/vip", "email\na@b\n"));
        refused(
                "has loyalty, score, born\"",
                warehouse.csv("PUT", "/attributes?key=email&names=views", "email,views\na@b,1\n"));
        refused("\"path\":\"names\"", warehouse.csv("PUT", "/attributes?key=email", "email,score\na@b,1\n"));
        refused("has products\"", warehouse.csv("PUT", "/catalogs/shops", "id\n1\n"));
        refused(
                "\"path\":\"segment\"",
                warehouse.csv("PUT", "/segments/" + "s".repeat(257) + "?key=email", "email\na@b\n"));
        assertThat(admin.status(operator.call("PUT", "/services/7/segments/vip?key=email")))
                .isEqualTo(404);
        assertThat(admin.status(operator.call("PUT", "/services/1/segments/vip?key=email")))
                .isEqualTo(415);
    }

    @Test
    void onlyAMasterKeyOfTheAccountUploads() throws Exception {
        Call call = warehouse.csv("PUT", "/segments/vip?key=email", "email\na@b\n");

        assertThat(admin.status(call.without("Authorization"))).isEqualTo(401);
        assertThat(admin.status(call.withKey(operator.number() + 1, Admin.BOOTSTRAP)))
                .isEqualTo(403);
        assertThat(warehouse.membersOf("vip")).isEmpty();
    }

    @Test
    void anUploadThatIsCutLeavesNothingAndCanBeSentAgain() throws Exception {
        warehouse.members("PUT", "vip", "ada@example.com");
        String half = "email\n" + String.join("\n", customers("new")) + "\n";

        HalfSent sent = HalfSent.of(admin, warehouse.csv("PUT", "/segments/vip?key=email", half));
        await().untilAsserted(() ->
                assertThat(warehouse.imports()).containsPattern("\"state\":\"running\"[^{}]*\"rows_written\":[1-9]"));

        sent.close();

        await().untilAsserted(() -> assertThat(warehouse.imports()).contains("\"state\":\"failed\""));
        assertThat(warehouse.membersOf("vip")).containsExactly("ada@example.com");
        await().until(warehouse::isTidy);
        warehouse.members("PUT", "vip", customers("new"));
        assertThat(warehouse.membersOf("vip")).hasSize(MANY);
    }

    @Test
    void ofTwoForTheSameDataTheSecondIsToldToWait() throws Exception {
        Call first = warehouse.csv("PUT", "/attributes?key=email&names=score,loyalty", "email,score\na@b,1\n");
        try (var running = HalfSent.of(admin, first)) {
            await().untilAsserted(() -> assertThat(warehouse.imports()).contains("\"state\":\"running\""));

            HttpResponse<String> same = admin.answer(
                    warehouse.csv("PATCH", "/attributes?key=email&names=loyalty", "email,loyalty\na@b,high\n"));
            assertThat(same.statusCode()).isEqualTo(409);
            assertThat(same.body()).contains("is under way for the same data");
            assertThat(warehouse.members("PUT", "vip", "a@b")).contains("\"state\":\"done\"");

            running.sends("c@d,2\n");
            assertThat(running.ends()).contains("HTTP/1.1 200", "\"rows_read\":2,\"rows_written\":2");
        }
        assertThat(warehouse.valuesOf("score")).isEqualTo(Map.of("a@b", "1.0", "c@d", "2.0"));
    }

    @Test
    void aSilentSenderIsNotWaitedForForEver() throws Exception {
        try (var silent = HalfSent.of(admin, warehouse.csv("PUT", "/segments/vip?key=email", "email\na@b\n"))) {
            assertThat(silent.answer()).contains("HTTP/1.1 422", "nothing came for 5 s");
        }
    }

    @Test
    void whatADeadReplicaLeftIsEnded() throws Exception {
        warehouse.database().sql("""
                        insert into batch_import (account, instance, target, datasets, replaces, who, address, request_id, moved_at)
                        values (?, 1, 'segment vip', array['segment/vip'], true, 'ops', '', '', now() - interval '61 s')
                        """).param(operator.number()).update();

        await().untilAsserted(() ->
                assertThat(warehouse.imports()).contains("\"failure\":\"the replica that took it ended\""));
        assertThat(warehouse.members("PUT", "vip", "a@b")).contains("\"state\":\"done\"");
    }

    @Test
    void whoIsErasedMeanwhileDoesNotComeBackByIt() throws Exception {
        try (var running = HalfSent.of(
                admin,
                warehouse.csv("PUT", "/segments/vip?key=email", "email\nada@example.com\ngrace@example.com\n"))) {
            await().untilAsserted(() -> assertThat(warehouse.imports()).contains("\"state\":\"running\""));
            warehouse
                    .database()
                    .sql("select erase_person(?, 1, array['email'], array['ada@example.com'], now())")
                    .param(operator.number())
                    .query()
                    .listOfRows();
            assertThat(running.ends()).contains("HTTP/1.1 200");
        }
        assertThat(warehouse.membersOf("vip")).containsExactly("grace@example.com");
    }

    @Test
    void importsAreListedPageByPage() throws Exception {
        for (String segment : List.of("one", "two", "three")) {
            warehouse.members("PUT", segment, "a@b");
        }

        String page = admin.body(operator.call("GET", "/services/1/imports?limit=2"));
        String next = page.substring(page.lastIndexOf("\"next\":") + 7, page.length() - 1);
        String rest = admin.body(operator.call("GET", "/services/1/imports?limit=2&before=" + next));

        assertThat(page).contains("segment three", "segment two").doesNotContain("segment one");
        assertThat(rest).contains("segment one").doesNotContain("segment two", "\"next\"");
        assertThat(admin.body(operator.call("GET", "/services/1/imports/" + next)))
                .contains("segment two", "\"rows_per_second\":", "\"bytes_read\":10,\"bytes_total\":10");
        assertThat(admin.status(operator.call("GET", "/services/2/imports/" + next)))
                .isEqualTo(404);
    }

    @Test
    void noMoreAreTakenThanAReplicaHasRoomFor() throws Exception {
        try (var small = operator.starts("p13n.admin.imports.at-once=1");
                var running = HalfSent.of(small, warehouse.csv("PUT", "/segments/one?key=email", "email\na@b\n"))) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(warehouse.imports()).contains("\"state\":\"running\""));

            assertThat(small.status(warehouse.csv("PUT", "/segments/two?key=email", "email\na@b\n")))
                    .isEqualTo(503);
            assertThat(running.ends()).contains("HTTP/1.1 200");
            assertThat(small.status(warehouse.csv("PUT", "/segments/two?key=email", "email\na@b\n")))
                    .isEqualTo(200);
        }
        assertThat(Stream.of("one", "two").flatMap(each -> warehouse.membersOf(each).stream()))
                .containsExactly("a@b", "a@b");
    }
}
