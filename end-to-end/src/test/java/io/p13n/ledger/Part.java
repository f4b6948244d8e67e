package io.p13n.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of the system: a JVM that this one started and may kill. */
final class Part {

    private static final int STOP_SECONDS = 40;
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Short lives on a shared machine: without the second compiler, with a small heap. */
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    private final String name;
    private final Process process;

    private Part(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a JVM with the class path of this one.
     *
     * @param log where its output goes, after what is there
     */
    static Part start(String name, Path log, String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Leash.class.getName(), main));
        command.addAll(arguments);
        try {
            return new Part(
                    name,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, as an operator would, and waits until it has, in its own order. */
    void stop() throws InterruptedException {
        process.toHandle().destroy(); // Process::destroy would close its input too, and so pull the leash
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError(name + " did not stop within " + STOP_SECONDS + " s");
        }
        if (process.exitValue() != ENDED_BY_SIGTERM) {
            throw new AssertionError(name + " did not stop in order: exit code " + process.exitValue());
        }
    }

    /** Holds it still; its connections stay open. */
    void pause() {
        Command.run("kill", "-STOP", String.valueOf(pid()));
    }

    void resume() {
        Command.run("kill", "-CONT", String.valueOf(pid()));
    }

    /** The memory that it occupies, in MiB, where the system tells. */
    OptionalLong residentMebibytes() {
        try {
            Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(pid()), "status")));
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) / 1024) : OptionalLong.empty();
        } catch (IOException untold) {
            return OptionalLong.empty();
        }
    }
}
