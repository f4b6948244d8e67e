package io.p13n.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.p13n.embedded.StartFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("secrets.properties");
    }

    @Test
    void theFirstStartMakesThemAndTheNextReadsTheSame() throws Exception {
        Secrets made = Secrets.in(file);

        assertThat(made.writeKey()).matches("[0-9a-f]{40}").isNotEqualTo(made.pageKey());
        assertThat(made.pageKey()).matches("[0-9a-f]{40}");
        assertThat(made.masterKey()).matches("[0-9a-f]{40}").isNotEqualTo(made.writeKey());
        assertThat(made.privateToken()).matches("[0-9a-f]{32}").isNotEqualTo(made.publicToken());
        assertThat(made.publicToken()).matches("[0-9a-f]{32}");
        assertThat(Secrets.in(file)).isEqualTo(made);
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void aFileThatOthersCouldReadIsClosedToThem() throws Exception {
        Secrets made = Secrets.in(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(Secrets.in(file)).isEqualTo(made);
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void aFileThatLacksOneIsRefused() throws Exception {
        Files.writeString(file, "write_key=abc\n");

        assertThatThrownBy(() -> Secrets.in(file))
                .isInstanceOf(StartFailed.class)
                .hasMessage(file + " has no usable write_key: bring back the file as the first start made it.");
    }

    @Test
    void aFileFromBeforeGetsWhatItLacksAndKeepsTheRest() throws Exception {
        Secrets made = Secrets.in(file);
        Files.write(
                file,
                Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("erasure_secret=") && !line.startsWith("master_key="))
                        .toList());

        Secrets completed = Secrets.in(file);

        assertThat(completed.callers())
                .containsAllEntriesOf(Map.of(
                        "write_key", made.writeKey(),
                        "page_key", made.pageKey(),
                        "private_token", made.privateToken(),
                        "public_token", made.publicToken()));
        assertThat(completed.databasePassword()).isEqualTo(made.databasePassword());
        assertThat(completed.masterKey()).matches("[0-9a-f]{40}").isNotEqualTo(made.masterKey());
        assertThat(completed.erasureSecret()).matches("[0-9a-f]{32}").isNotEqualTo(made.erasureSecret());
        assertThat(Secrets.in(file)).isEqualTo(completed);
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void aSecretThatIsThereButUnusableIsRefusedAndLeftAsItIs() throws Exception {
        Secrets.in(file);
        Files.writeString(file, Files.readString(file).replaceAll("erasure_secret=.*", "erasure_secret=short"));

        assertThatThrownBy(() -> Secrets.in(file))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("has no usable erasure_secret");
        assertThat(file).content().contains("erasure_secret=short");
    }

    @Test
    void printedTheyTellNothing() {
        Secrets made = Secrets.in(file);

        assertThat(made.toString())
                .doesNotContain(made.writeKey(), made.masterKey(), made.privateToken(), made.databasePassword());
    }

    private String permissions() throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
