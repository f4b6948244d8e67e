package io.p13n.ledger;

import java.util.OptionalLong;

/** Something of the system that runs by itself, a process or a container, and what is done to it. */
interface Part {

    /** Unlike any other's, started before or since. */
    String name();

    boolean isAlive();

    /** As {@code kill -9} does. */
    void kill();

    /**
     * Asks it to end, as an operator would, and waits until it has.
     *
     * @throws IllegalStateException if it did not end in its own order, or not in time
     */
    void stop();

    /** Holds it still; its connections stay open. */
    void pause();

    /** Ends a pause, if there is one. */
    void resume();

    /** The memory that it occupies, in MiB, where that is told. */
    default OptionalLong residentMebibytes() {
        return OptionalLong.empty();
    }
}
