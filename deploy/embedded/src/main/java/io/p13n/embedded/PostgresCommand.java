package io.p13n.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of one of the server's programs. */
final class PostgresCommand {

    private static final Pattern WRONG = Pattern.compile("error:|FATAL|PANIC|could not|invalid");
    private static final Pattern TIME = Pattern.compile("^[-0-9]+ [:.0-9]+ UTC \\[\\d+] ");

    private PostgresCommand() {}

    /**
     * How it ended.
     *
     * @param exit 0 for success
     * @param output what it printed
     */
    record Outcome(int exit, String output) {

        boolean succeeded() {
            return exit == 0;
        }

        /** What it said went wrong, on one line and without the times of the log. */
        String complaint() {
            String worst = lines().filter(line -> WRONG.matcher(line).find()).collect(Collectors.joining("; "));
            return worst.isEmpty() ? lines().collect(Collectors.joining("; ")) : worst;
        }

        private Stream<String> lines() {
            return output.lines()
                    .map(line -> TIME.matcher(line).replaceFirst("").strip());
        }
    }

    /** Waits for the program to end. */
    static Outcome run(Path binaries, String program, List<String> arguments) throws IOException {
        var line = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root: in a user namespace of its own it has no root.
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(binaries.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return await(builder(line).start());
    }

    private static ProcessBuilder builder(List<String> line) {
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        // PGPORT and the like are for somebody else's database.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static Outcome await(Process process) throws IOException {
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(exitOf(process), printed);
        }
    }

    /** It has closed its output, so this is a matter of moments, which an interrupted stop must wait for too. */
    private static int exitOf(Process process) {
        return process.onExit().join().exitValue();
    }
}
