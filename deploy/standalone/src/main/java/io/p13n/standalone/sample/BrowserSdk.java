package io.p13n.standalone.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vendor's SDK for browsers, as npm has it. It is fetched when a page first asks for it, and kept. */
final class BrowserSdk {

    private static final Logger log = LoggerFactory.getLogger(BrowserSdk.class);

    private static final String PACKAGE = "td-js-sdk@4.4.3";
    private static final int PATIENCE_SECONDS = 120;

    private final Path folder;

    BrowserSdk(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** What became of the wish to have it. */
    sealed interface Outcome {

        record Here(byte[] script) implements Outcome {}

        /**
         * It is not here.
         *
         * @param why for the visitor, with the remedy
         */
        record Missing(String why) implements Outcome {}
    }

    /** May take as long as npm takes. */
    synchronized Outcome get() {
        Path script = folder.resolve("node_modules/td-js-sdk/dist/td.min.js");
        try {
            if (!Files.exists(script)) {
                install();
            }
            return new Outcome.Here(Files.readAllBytes(script));
        } catch (IOException failed) {
            log.warn("the browser SDK is missing: {}", failed.getMessage());
            return new Outcome.Missing("The browser SDK is missing (%s). It comes by npm, which is part of Node.js: %s"
                    .formatted(failed.getMessage(), String.join(" ", command())));
        }
    }

    /** Needs no lock file: the package stands alone, and its version is exact. */
    private List<String> command() {
        return List.of(
                "npm",
                "install",
                "--prefix",
                folder.toString(),
                "--no-save",
                "--no-package-lock",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                PACKAGE);
    }

    private void install() throws IOException {
        log.info("fetching {} with npm, once", PACKAGE);
        Files.createDirectories(folder);
        Path said = folder.resolve("npm.log");
        Process npm = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("npm took longer than " + PATIENCE_SECONDS + " s");
            }
            if (npm.exitValue() != 0) {
                throw new IOException("npm failed, see " + said);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("the shop was closed meanwhile", closing);
        } finally {
            npm.destroy();
        }
    }
}
