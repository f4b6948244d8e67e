package io.p13n.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.admin.Surroundings.Parts;
import io.p13n.contract.RecordId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code deploy/cli/p13n} against a running replica. */
@ExtendWith(Surroundings.class)
class CommandLineFrontTest {

    private static final Path SCRIPT = Path.of("../deploy/cli/p13n").toAbsolutePath();

    @TempDir
    private Path directory;

    private record Output(int status, String text) {}

    @Test
    void aPipelineChecksAppliesAndRollsBack(Operator operator, Admin admin) throws Exception {
        Path web = write("web.yaml", operator.serviceDocument(2, "web", "events"));
        Path shop = write("shop.yaml", operator.serviceDocument(2, "shop", "events"));
        Path wrong = write("wrong.yaml", "account: one\n");

        assertThat(run(operator, admin, "validate", "2", web.toString()).status())
                .isZero();
        assertThat(run(operator, admin, "validate", "2", wrong.toString()).status())
                .isEqualTo(22);
        assertThat(run(operator, admin, "apply", "2", web.toString()).text()).contains("\"version\":1,");
        assertThat(run(operator, admin, "diff", "2", shop.toString()).text()).contains("-name: web", "+name: shop");
        assertThat(run(operator, admin, "apply", "2", shop.toString(), "9").status())
                .isEqualTo(22);
        assertThat(run(operator, admin, "apply", "2", shop.toString(), "1").text())
                .contains("\"version\":2,");
        assertThat(run(operator, admin, "rollback", "2", "1").text()).contains("\"version\":3,");
        assertThat(run(operator, admin, "show", "2").text()).isEqualTo(Files.readString(web));
        assertThat(run(operator, admin, "versions", "2").text()).contains("\"version\":3,", "\"version\":1,");
        assertThat(run(operator, admin, "services").text()).contains("\"instance\":2");
        assertThat(run(operator, admin, "delete", "2").status()).isZero();
    }

    @Test
    void keysAreMadeRotatedAndRevoked(Operator operator, Admin admin) throws Exception {
        assertThat(run(operator, admin, "make-key", "{\"name\":\"the shop\",\"kind\":\"write\"}")
                        .text())
                .contains("\"value\":\"");
        assertThat(run(operator, admin, "rotate-key", "the shop").text()).contains("\"value\":\"");
        assertThat(run(operator, admin, "revoke-key", "the shop.old").status()).isZero();
        assertThat(run(operator, admin, "keys").text())
                .isEqualTo("{\"keys\":[{\"name\":\"the shop\",\"kind\":\"write\"}]}\n");
        assertThat(run(operator, admin, "audit").text()).contains("revoke key the shop.old");
    }

    @Test
    void anEventIsExplained(Operator operator, Admin admin) throws Exception {
        Path web = write("web.yaml", operator.serviceDocument(2, "web", "events"));
        run(operator, admin, "apply", "2", web.toString());

        Output output =
                run(operator, admin, "explain", "2", operator.table("events"), "{\"email\": \"ada@example.com\"}");

        assertThat(output.status()).as(output.text()).isZero();
        assertThat(output.text()).contains("\"text\":\"profile.views >= 3, was 1\"");
        assertThat(run(operator, admin, "decision", "2", RecordId.next().toString())
                        .text())
                .contains("no decision upon");
    }

    @Test
    void deadLettersAreReadDrivenAgainAndDiscarded(Operator operator, Admin admin) throws Exception {
        admin.answer(
                operator.call("PUT", "/services/2/definition").sending(operator.serviceDocument(2, "web", "events")));
        operator.finds(operator.service(2), "t/0/1", "{\"email\":\"ada@example.com\"}");
        operator.finds(operator.service(2), "t/0/2", "{}");

        assertThat(run(operator, admin, "letters", "2").text()).contains("\"t/0/2\"", "\"t/0/1\"");
        assertThat(run(operator, admin, "letters", "2", "1").text())
                .contains("\"t/0/1\"")
                .doesNotContain("t/0/2");
        assertThat(run(operator, admin, "letter", "2", "t/0/1").text()).contains("ada@example.com");
        assertThat(run(operator, admin, "redrive", "2", "t/0/1").text()).isEqualTo("{\"redriven\":1}\n");
        assertThat(run(operator, admin, "redrive", "2").text()).isEqualTo("{\"redriven\":2}\n");
        assertThat(run(operator, admin, "discard", "2", "t/0/1").text()).isEqualTo("{\"discarded\":1}\n");
        assertThat(run(operator, admin, "letter", "2", "t/0/1").status()).isEqualTo(22);
        assertThat(run(operator, admin, "letter", "2", "t/0").status()).isEqualTo(2);
    }

    @Test
    void aPersonIsLookedUpExportedAndErased(Operator operator, Admin admin, Parts parts) throws Exception {
        admin.answer(
                operator.call("PUT", "/services/2/definition").sending(operator.serviceDocument(2, "web", "events")));
        new Customers(JdbcClient.create(parts.database()), operator.service(2)).known(1, "ada+1@example.com");

        assertThat(run(operator, admin, "profile", "2", "email=ADA+1@example.com")
                        .text())
                .contains("\"ada+1@example.com\"");
        assertThat(run(operator, admin, "export", "2", "email=ada+1@example.com", "sensitive")
                        .text())
                .contains("\"events\":[]}\n");
        assertThat(run(operator, admin, "erase", "2", "email=ada+1@example.com", "email=\"\\\"@example.com")
                        .text())
                .contains("\"profiles\":1,", "\"profiles\":0,");
        assertThat(run(operator, admin, "profile", "2", "email=ada+1@example.com")
                        .status())
                .isEqualTo(22);
        assertThat(run(operator, admin, "profile", "2", "email=a@b", "all").status())
                .isEqualTo(2);
    }

    @Test
    void aPipelineUploadsWhatTheWarehouseKnows(Operator operator, Admin admin, Parts parts) throws Exception {
        Warehouse warehouse = Warehouse.of(operator, admin, parts);
        String members = write("members.csv", "email\nada@example.com\n").toString();
        String scores = write("scores.ndjson", "{\"email\":\"ada@example.com\",\"score\":7}\n")
                .toString();
        Path products = directory.resolve("products.csv.gz");
        Files.write(products, Warehouse.gzip("product_id,title\nmug,Mug\n".getBytes(UTF_8)));

        assertThat(run(operator, admin, "import", "1", "replace", "segment", "the vip", "email", members)
                        .text())
                .contains("\"state\":\"done\"", "\"rows_written\":1");
        run(operator, admin, "import", "1", "upsert", "attributes", "score,loyalty", "email", scores);
        run(operator, admin, "import", "1", "replace", "catalog", "products", products.toString());

        assertThat(warehouse.membersOf("the vip")).containsExactly("ada@example.com");
        assertThat(warehouse.valuesOf("score")).isEqualTo(Map.of("ada@example.com", "7.0"));
        assertThat(warehouse.rowsOf("products")).isEqualTo(Map.of("mug", "{\"title\": \"Mug\"}"));
        assertThat(run(operator, admin, "imports", "1").text())
                .contains("catalog products", "attributes score, loyalty", "segment the vip");
        assertThat(run(operator, admin, "import", "1", "replace", "segment", "vip", "phone", members)
                        .status())
                .isEqualTo(22);
        assertThat(run(operator, admin, "import", "1", "replace", "segment", "vip", "email", "members.txt")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void noListOfProcessesShowsTheKey(Operator operator, Admin admin) throws Exception {
        Path curl = write("curl", "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwx------"));

        Output output =
                run(operator, admin, Map.of("PATH", directory + ":" + System.getenv("PATH")), List.of("services"));

        assertThat(output.text()).contains("--config -", "/services").doesNotContain(Admin.BOOTSTRAP);
    }

    @Test
    void withoutAKeyItSaysWhatIsMissing(Operator operator, Admin admin) throws Exception {
        Output output = run(operator, admin, Map.of("P13N_KEY_FILE", ""), List.of("services"));

        assertThat(output.status()).isEqualTo(2);
        assertThat(output.text()).contains("set P13N_KEY_FILE or P13N_KEY");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private Output run(Operator operator, Admin admin, String... arguments) throws Exception {
        return run(operator, admin, Map.of(), List.of(arguments));
    }

    private Output run(Operator operator, Admin admin, Map<String, String> more, List<String> arguments)
            throws Exception {
        var command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "P13N_URL", "http://127.0.0.1:" + admin.port(),
                        "P13N_ACCOUNT", String.valueOf(operator.number()),
                        "P13N_KEY_FILE", write("key", Admin.BOOTSTRAP + "\n").toString()));
        builder.environment().putAll(more);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Output(process.waitFor(), text);
    }
}
