package io.p13n.ledger;

import java.util.Optional;

/** Where a part keeps its data: a small file system of its own, so that it can be full. */
interface Disk {

    /** Leaves no room beyond what is in use. */
    void fill();

    /** Gives it room again; does nothing where it can't be full. */
    void free();

    /** Why it can't be made full, if so. */
    default Optional<String> refusal() {
        return Optional.empty();
    }
}
