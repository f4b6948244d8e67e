package io.p13n.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker compose up} does first, each time. */
class SampleSetupTest {

    @TempDir
    private Path folder;

    @Test
    void theSecondTimeLeavesWhatIsThereToItsReaders() throws Exception {
        SampleSetup.main("secrets", folder.toString());
        Path password = folder.resolve("settings").resolve("spring.datasource.password");
        var first = Files.getLastModifiedTime(password);

        SampleSetup.main("secrets", folder.toString());

        assertThat(Files.getLastModifiedTime(password)).isEqualTo(first);
    }
}
