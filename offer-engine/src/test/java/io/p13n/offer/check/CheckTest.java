package io.p13n.offer.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    private static final String SERVICE = """
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: customer_id}]}
            attributes:
              - {name: views, kind: counter, on: any}
              - {name: path, kind: single, on: any, column: td_path, type: string}
            personalizations:
              - name: home
                offers:
                  - {name: regular, entry_criteria: {profile: 'profile.views >= 2'}}
            examples:
              - {name: second visit, events: [{body: {customer_id: a}}, {body: {customer_id: a}}], expect: [regular]}
            """;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void whatIsSoundIsSaidToBeWithItsWarnings() {
        assertThat(check(SERVICE)).isZero();

        assertThat(lines())
                .containsExactly(
                        "service.yaml:8:12: warning: attributes[1].name: no offer reads `path`",
                        "service.yaml: sound; 1 offers, 2 attributes; 1 examples came true");
    }

    @Test
    void allMistakesAreToldWithTheirPlaces() {
        assertThat(check(SERVICE.replace("kind: counter", "kind: count").replace("type: string", "type: strin")))
                .isOne();

        assertThat(lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.matches("service.yaml:\\d+:\\d+: .+"))
                .anyMatch(line -> line.startsWith("service.yaml:7:25: attributes[0].kind: "))
                .anyMatch(line -> line.contains("did you mean `string`?"));
    }

    @Test
    void anExampleThatDoesNotComeTrueIsAMistake() {
        assertThat(check(SERVICE.replace(">= 2", ">= 3"))).isOne();

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("service.yaml:14:5: examples[0]: example `second visit`: `regular` does not come")
                .endsWith("profile.views >= 3, was 2");
    }

    @Test
    void aFileThatIsNotThereIsSaidToBeMissing() {
        assertThat(new Check(new PrintStream(printed, true, UTF_8)).all(List.of("nowhere.yaml")))
                .isEqualTo(2);
        assertThat(lines()).singleElement().asString().contains("nowhere.yaml: can't be read");
    }

    private int check(String document) {
        var file = folder.resolve("service.yaml");
        try {
            Files.writeString(file, document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Check(new PrintStream(printed, true, UTF_8)).all(List.of(file.toString()));
    }

    /** Without the folder, which is another each time. */
    private List<String> lines() {
        return printed.toString(UTF_8).replace(folder + "/", "").lines().toList();
    }
}
