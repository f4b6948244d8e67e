package io.p13n.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One run of a program of the system's. */
final class Command {

    private Command() {}

    /** Runs it to its end; fails with what it printed if it fails. */
    static void run(String... line) {
        try {
            var process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.onExit().join().exitValue() != 0) {
                throw new UncheckedIOException(new IOException(String.join(" ", line) + ": " + printed));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
