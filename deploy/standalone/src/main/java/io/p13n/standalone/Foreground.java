package io.p13n.standalone;

import io.p13n.embedded.StartFailed;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** A standalone in the foreground of a terminal: told of in words, stopped by a signal, also while it starts. */
final class Foreground {

    private static final String DEBUG = "--debug";
    private static final int PATIENCE_SECONDS = 60;

    private final CompletableFuture<Standalone> started = new CompletableFuture<>();
    private final Thread starter = Thread.currentThread();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private volatile boolean stopping;

    /** Returns the exit status of a start that failed; else waits for the end of this JVM. */
    int run(String... arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "standalone-stop"));
        try {
            var options = CommandLine.parse(List.of(arguments), System.getProperties(), System.getenv());
            var standalone = Standalone.start(options);
            started.complete(standalone);
            if (!stopping) {
                out.println(Summary.of(standalone));
            }
            return untilStopped();
        } catch (RuntimeException failed) { // The last one to see it: a sentence, or with --debug the stack trace.
            started.completeExceptionally(failed);
            return stopping ? untilStopped() : tell(failed, List.of(arguments).contains(DEBUG));
        }
    }

    private int tell(RuntimeException failed, boolean debug) {
        err.println();
        err.println(
                failed instanceof StartFailed
                        ? failed.getMessage()
                        : "p13n did not start, for a reason that it did not foresee: " + failed
                                + " (--debug tells more).");
        if (debug) {
            failed.printStackTrace(err);
        }
        return 1;
    }

    private static int untilStopped() {
        var never = new CountDownLatch(1);
        boolean ended = false;
        while (!ended) {
            try {
                never.await();
                ended = true;
            } catch (InterruptedException interrupted) {
                // The end of the JVM is the only way out.
            }
        }
        return 0;
    }

    /** The one shutdown hook. */
    private void stop() {
        stopping = true;
        boolean starting = !started.isDone();
        if (starting) {
            // What is torn out of its start has much to say, and nothing that matters.
            LoggingSystem.get(Foreground.class.getClassLoader())
                    .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
            starter.interrupt();
        }
        try {
            started.get(PATIENCE_SECONDS, TimeUnit.SECONDS).close();
            out.println("p13n has stopped.");
        } catch (ExecutionException failed) { // A failed start has cleaned up after itself, and has been told of.
            if (starting) {
                out.println("p13n has stopped before it had started.");
            }
        } catch (TimeoutException stuck) {
            err.println("The start does not let itself be interrupted; the next one clears up what is left running.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
