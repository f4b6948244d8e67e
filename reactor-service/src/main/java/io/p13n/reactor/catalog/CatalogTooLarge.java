package io.p13n.reactor.catalog;

/** A generation of a catalog is beyond what may be held. */
final class CatalogTooLarge extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long generation;

    CatalogTooLarge(long generation) {
        super("generation " + generation + " is too large", null, false, false);
        this.generation = generation;
    }

    long generation() {
        return generation;
    }
}
