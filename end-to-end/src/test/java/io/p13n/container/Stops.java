package io.p13n.container;

import java.util.ArrayDeque;
import java.util.Deque;

/** What must end when the system does, the last begun first; at the latest with this JVM, as after a Ctrl-C. */
public final class Stops implements AutoCloseable {

    private final Deque<AutoCloseable> begun = new ArrayDeque<>();

    public Stops() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stops"));
    }

    public synchronized <T extends AutoCloseable> T keep(T begun) {
        this.begun.push(begun);
        return begun;
    }

    /** Ends everything, whatever becomes of the one before. */
    @Override
    public synchronized void close() {
        while (!begun.isEmpty()) {
            try {
                begun.pop().close();
            } catch (Exception failed) { // The next ones must end too.
                System.err.println("could not be ended: " + failed);
            }
        }
    }
}
