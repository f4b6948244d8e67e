package io.p13n.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started; it is stopped in reverse order. */
final class Stops implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Stops.class);

    private final Deque<Stop> stops = new ArrayDeque<>();

    private record Stop(String name, AutoCloseable part) {}

    /** Notes a part that has been started. */
    synchronized <T extends AutoCloseable> T keep(String name, T part) {
        stops.push(new Stop(name, part));
        return part;
    }

    /** Stops all, whatever fails in between. */
    @Override
    public synchronized void close() {
        while (!stops.isEmpty()) {
            stop(stops.pop());
        }
    }

    private static void stop(Stop stop) {
        log.info("stopping {}", stop.name());
        try {
            stop.part().close();
        } catch (Exception failed) { // Whatever it is, the others must still be stopped.
            log.warn("{} did not stop cleanly: {}", stop.name(), failed.toString());
        }
    }
}
