package io.p13n.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.p13n.embedded.StartFailed;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a start from happening is told in one sentence, before anything is started. */
class RefusedStartTest {

    @TempDir
    private Path directory;

    @Test
    void aTakenPort() throws Exception {
        Ports free = Ports.free();
        int port = free.of(Port.KAFKA);
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Standalone.start(new StandaloneOptions(directory, free, Map.of())))
                    .isInstanceOf(StartFailed.class)
                    .hasMessage(
                            "Port %d, for Kafka, is taken: stop what listens there, or set p13n.standalone.kafka-port to another.",
                            other.getLocalPort());
        }
        assertThat(directory.resolve("postgresql").resolve("cluster")).doesNotExist();
    }

    @Test
    void aFileInPlaceOfTheDataDirectory() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Standalone.start(StandaloneOptions.on(file)))
                .isInstanceOf(StartFailed.class)
                .hasMessage(
                        "The data directory %s is a file: move it away, or set p13n.standalone.data to another directory.",
                        file);
    }

    @Test
    void aDataDirectoryThatCanNotBeMade() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Standalone.start(StandaloneOptions.on(file.resolve("data"))))
                .isInstanceOf(StartFailed.class)
                .hasMessageMatching("The data directory .* can't be written \\(.*\\): let this user write there, .*");
    }

    @Test
    void aDataDirectoryInUse() throws Exception {
        try (var first = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> Standalone.start(StandaloneOptions.on(first.path())))
                    .isInstanceOf(StartFailed.class)
                    .hasMessage(
                            "The data directory %s is in use by process %d: stop that one, or set p13n.standalone.data to another directory.",
                            directory, ProcessHandle.current().pid());
        }
        DataDirectory.open(directory).close();
    }
}
