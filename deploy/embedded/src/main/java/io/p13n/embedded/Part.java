package io.p13n.embedded;

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
public final class Part {

    private static final int STOP_SECONDS = 40;
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final String name;
    private final Process process;

    private Part(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a JVM with the class path of this one. It ends with this one at the latest, however that goes.
     *
     * @param log where its output goes, after what is there
     * @param options of the JVM
     * @param main the class whose {@code main} it runs
     */
    public static Part start(String name, Path log, List<String> options, String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
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

    /**
     * Starts a JVM with nothing but an {@link EmbeddedBroker}; it answers some seconds later.
     *
     * @param directory where its data are, or are to be
     * @param port where clients connect
     * @param controllerPort where the controller listens
     */
    public static Part startBroker(
            String name, Path log, List<String> options, Path directory, int port, int controllerPort) {
        return start(
                name,
                log,
                options,
                BrokerMain.class.getName(),
                List.of(directory.toString(), String.valueOf(port), String.valueOf(controllerPort)));
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Asks it to end, as an operator would, and waits until it has, in its own order. */
    public void stop() throws InterruptedException {
        process.toHandle().destroy(); // Process::destroy would close its input too, and so pull the leash
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException(name + " did not stop within " + STOP_SECONDS + " s");
        }
        if (process.exitValue() != ENDED_BY_SIGTERM) {
            throw new IllegalStateException(name + " did not stop in order: exit code " + process.exitValue());
        }
    }

    /** Holds it still; its connections stay open. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (code != 0) {
                throw new IllegalStateException("%s did not take a %s: %d".formatted(name, signal, code));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The memory that it occupies, in MiB, where the system tells. */
    public OptionalLong residentMebibytes() {
        try {
            Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc", String.valueOf(pid()), "status")));
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) / 1024) : OptionalLong.empty();
        } catch (IOException untold) {
            return OptionalLong.empty();
        }
    }
}
