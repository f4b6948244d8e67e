package io.p13n.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file in which a running PostgreSQL names itself; a killed one leaves it behind. */
final class PidFile {

    private final Path cluster;

    PidFile(Path cluster) {
        this.cluster = cluster;
    }

    /** Who owns the cluster at this moment. */
    sealed interface Owner {

        /** No server, though perhaps a file of a dead one, which the next server clears away by itself. */
        record Nobody() implements Owner {}

        /** A server of this cluster. */
        record Server(ProcessHandle process) implements Owner {}

        /** Something else that was given the number of a dead server. PostgreSQL would take it for the server. */
        record Stranger(ProcessHandle process) implements Owner {}

        /** A process that can't be looked into, so it may be a server of this cluster. */
        record Unclear(ProcessHandle process) implements Owner {}
    }

    Owner owner() throws IOException {
        Optional<ProcessHandle> process = pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        return process.isEmpty() ? new Owner.Nobody() : judge(process.get());
    }

    void delete() throws IOException {
        Files.deleteIfExists(path());
    }

    private Owner judge(ProcessHandle process) {
        Optional<String> program = process.info().command();
        Optional<String> line = process.info().commandLine();
        if (program.isPresent() && !program.get().contains("postgres")) {
            return new Owner.Stranger(process);
        }
        if (line.isPresent() && line.get().contains(cluster.toString())) {
            return new Owner.Server(process);
        }
        return new Owner.Unclear(process);
    }

    private Optional<Long> pid() throws IOException {
        try {
            List<String> lines = Files.readAllLines(path());
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.get(0).strip()));
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (NumberFormatException torn) {
            return Optional.empty();
        }
    }

    private Path path() {
        return cluster.resolve("postmaster.pid");
    }
}
