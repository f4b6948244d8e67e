package io.p13n.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/**
 * The files of one PostgreSQL, and the server on them.
 *
 * @param directory holds {@code cluster} (the data), {@code server.log} and, while a cluster is being made, {@code unfinished}
 * @param binaries the server's programs
 */
record PostgresCluster(Path directory, Path binaries) {

    private static final String PATIENCE_SECONDS = "120";

    enum Stop {
        /** Sessions are ended, everything is written. */
        FAST,
        /** As a crash: the next start recovers. */
        IMMEDIATE
    }

    Path data() {
        return directory.resolve("cluster");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /** Makes the files unless they are there. A half-made cluster never gets the name that counts. */
    void make(String superuser, String password) throws IOException {
        if (Files.isDirectory(data())) {
            return;
        }
        Path unfinished = directory.resolve("unfinished");
        if (Files.exists(unfinished)) {
            PathUtils.deleteDirectory(unfinished);
        }
        Path passwordFile = Files.createTempFile(directory, "password-", ""); // readable by its owner alone
        try {
            Files.writeString(passwordFile, password);
            initdb(superuser, unfinished, passwordFile);
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void initdb(String superuser, Path target, Path passwordFile) throws IOException {
        var outcome = PostgresCommand.run(
                binaries,
                "initdb",
                List.of(
                        "--pgdata=" + target,
                        "--username=" + superuser,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // PostgreSQL's default of 128 MB is for tiny machines. Memory is taken as data come, no sooner.
                        "--set=shared_buffers=512MB",
                        // The same order of texts on every system, whatever locales it has.
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"));
        if (outcome.output().contains("cannot be run as root")) {
            throw new StartFailed("PostgreSQL does not run as root, and this machine forbids \"unshare -U\", by which"
                    + " root could give itself up: start as an ordinary user.");
        }
        if (!outcome.succeeded()) {
            throw new StartFailed("PostgreSQL can't make its files in %s (%s): mend that and start again."
                    .formatted(directory, outcome.complaint()));
        }
    }

    /** Starts the server and waits until it takes connections. It outlives this JVM, and a Ctrl-C of its terminal. */
    void start(int port) throws IOException {
        long logged = Files.exists(log()) ? Files.size(log()) : 0;
        String settings = "-p " + port
                + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c timezone=UTC"
                + " -c log_timezone=UTC -c log_checkpoints=off";
        var outcome = PostgresCommand.run(
                binaries,
                "pg_ctl",
                List.of(
                        "start",
                        "--wait",
                        "--timeout=" + PATIENCE_SECONDS,
                        "--pgdata=" + data(),
                        "--log=" + log(),
                        "--options=" + settings));
        if (!outcome.succeeded()) {
            stop(Stop.FAST);
            var said = new PostgresCommand.Outcome(outcome.exit(), loggedSince(logged));
            throw new StartFailed("PostgreSQL did not start on %s (%s): mend that and start again; more is in %s."
                    .formatted(data(), said.complaint(), log()));
        }
    }

    /** Stops the server and waits for its end; does nothing if none runs. */
    void stop(Stop mode) throws IOException {
        if (!(new PidFile(data()).owner() instanceof PidFile.Owner.Server)) {
            return;
        }
        var outcome = PostgresCommand.run(
                binaries,
                "pg_ctl",
                List.of(
                        "stop",
                        "--wait",
                        "--timeout=" + PATIENCE_SECONDS,
                        "--pgdata=" + data(),
                        "--mode=" + (mode == Stop.FAST ? "fast" : "immediate")));
        if (!outcome.succeeded() && mode == Stop.FAST) {
            stop(Stop.IMMEDIATE);
        }
    }

    /**
     * Stops the server that a killed JVM left behind, and clears away a file that names a process which is none.
     *
     * @return whether there was a server
     */
    boolean stopOrphan() throws IOException {
        var pidFile = new PidFile(data());
        PidFile.Owner owner = pidFile.owner();
        if (owner instanceof PidFile.Owner.Unclear unclear) {
            throw new StartFailed(
                    "Process %d may be a PostgreSQL that uses %s: stop it, or, if it is none, delete %s/postmaster.pid."
                            .formatted(unclear.process().pid(), data(), data()));
        }
        if (owner instanceof PidFile.Owner.Stranger) {
            pidFile.delete();
        }
        if (owner instanceof PidFile.Owner.Server) {
            stop(Stop.FAST);
            return true;
        }
        return false;
    }

    private String loggedSince(long position) throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        byte[] all = Files.readAllBytes(log());
        int from = (int) Math.min(position, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }
}
