package io.p13n.admin.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFolderTest {

    private static final String ACCOUNT = "account: 1\napi_keys: []\n";

    @TempDir
    Path folder;

    @Test
    void documentsAreReviewedInTheOrderOfTheirNamesAndNothingElseIs() throws IOException {
        Files.writeString(folder.resolve("b.json"), "{\"account\": 2, \"api_keys\": []}");
        Files.writeString(folder.resolve("a.yaml"), ACCOUNT);
        Files.writeString(folder.resolve("c.yml"), "account: 3\napi_keys: []\n");
        Files.writeString(folder.resolve("README.md"), "not a document");
        Files.createDirectory(folder.resolve("..data.yaml"));

        assertThat(review())
                .extracting(reviewed -> ((Reviewed.Good) reviewed).file().name())
                .containsExactly("a.yaml", "b.json", "c.yml");
    }

    @Test
    void aFileThatIsNotUtf8IsWrong() throws IOException {
        Files.write(folder.resolve("latin.yaml"), new byte[] {'#', ' ', (byte) 0xe9});

        assertThat(review()).containsExactly(Reviewed.Wrong.because("latin.yaml", "is not UTF-8: save it as UTF-8"));
    }

    @Test
    void aFileThatIsTooLargeIsWrong() throws IOException {
        Files.writeString(folder.resolve("large.yaml"), ACCOUNT + "#".repeat(1 << 20));

        assertThat(review())
                .containsExactly(Reviewed.Wrong.because("large.yaml", "is larger than 1 MiB: make it smaller"));
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        var missing = new DefinitionFolder(new FolderProperties(folder.resolve("missing")));

        assertThatThrownBy(missing::review)
                .isInstanceOf(DefinitionsRefused.class)
                .hasMessageContaining(folder.resolve("missing") + ": this folder")
                .hasMessageContaining("p13n.admin.definitions");
    }

    @Test
    void withoutAFolderThereIsNothingToReview() {
        assertThat(new DefinitionFolder(new FolderProperties(null)).review()).isEmpty();
    }

    private List<Reviewed> review() {
        return new DefinitionFolder(new FolderProperties(folder)).review();
    }
}
