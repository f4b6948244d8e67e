package io.p13n.standalone.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDefinitionsTest {

    private static final Map<String, String> SECRETS = Map.of(
            "write_key", "a".repeat(40),
            "master_key", "e".repeat(40),
            "page_key", "b".repeat(40),
            "private_token", "c".repeat(32),
            "public_token", "d".repeat(32));

    @TempDir
    private Path folder;

    @Test
    void bothDocumentsAreAcceptedAndNameTheSecretsByDigest() throws Exception {
        SampleDefinitions.writeTo(folder, SECRETS, 8082);

        assertThat(read("service.yaml"))
                .isInstanceOfSatisfying(
                        Reading.Read.class, read -> assertThat(read.document()).isInstanceOf(ServiceDefinition.class));
        assertThat(read("account.yaml"))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read -> assertThat(read.document()).isInstanceOfSatisfying(AccountDocument.class, account -> {
                            assertThat(account.apiKeys())
                                    .extracting(key -> key.digest())
                                    .containsExactly(digest("write_key"), digest("master_key"), digest("page_key"));
                            assertThat(account.tokens())
                                    .extracting(token -> token.digest())
                                    .containsExactly(digest("private_token"), digest("public_token"));
                        }));
        assertThat(text("account.yaml")).doesNotContain(SECRETS.values());
        assertThat(SampleDefinitions.admits(folder, "a".repeat(40), "c".repeat(32)))
                .isTrue();
        assertThat(SampleDefinitions.admits(folder, "f".repeat(40))).isFalse();
    }

    @Test
    void whatIsThereIsItsOwners() throws Exception {
        Files.writeString(folder.resolve("service.yaml"), "# mine\n");

        SampleDefinitions.writeTo(folder, SECRETS, 8082);
        String account = text("account.yaml");
        SampleDefinitions.writeTo(folder, Map.of("write_key", "another"), 8082);

        assertThat(text("service.yaml")).isEqualTo("# mine\n");
        assertThat(text("account.yaml")).isEqualTo(account);
    }

    private static Digest digest(String name) {
        return Digest.ofSecret(SECRETS.getOrDefault(name, ""));
    }

    private Reading read(String name) throws Exception {
        return DefinitionReader.read(text(name));
    }

    private String text(String name) throws Exception {
        return Files.readString(folder.resolve(name));
    }
}
