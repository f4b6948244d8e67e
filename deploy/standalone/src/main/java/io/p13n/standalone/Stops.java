package io.p13n.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started; it is stopped in reverse order. */
final class Stops implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Stops.class);

    private final Deque<Stop> stops = new ArrayDeque<>();

    /**
     * One of them.
     *
     * @param name said when it is stopped; empty says nothing
     */
    private record Stop(String name, AutoCloseable part) {}

    /** Notes a part that has been started. */
    synchronized <T extends AutoCloseable> T keep(String name, T part) {
        stops.push(new Stop(name, part));
        return part;
    }

    /** Notes a part that tells by itself, or has nothing to tell. */
    <T extends AutoCloseable> T keepQuietly(T part) {
        return keep("", part);
    }

    /** Stops all, whatever fails in between, and even if this thread has been interrupted. */
    @Override
    public synchronized void close() {
        boolean interrupted = Thread.interrupted();
        while (!stops.isEmpty()) {
            stop(stops.pop());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Stop stop) {
        if (!stop.name().isEmpty()) {
            log.info("stopping {}", stop.name());
        }
        try {
            stop.part().close();
        } catch (Exception failed) { // Whatever it is, the others must still be stopped.
            log.warn("{} did not stop cleanly: {}", stop.part().getClass().getSimpleName(), failed.toString());
        }
    }
}
