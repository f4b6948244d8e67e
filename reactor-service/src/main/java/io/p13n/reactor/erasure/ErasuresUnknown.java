package io.p13n.reactor.erasure;

/** Whom events may not be kept of is not known yet, or can't be told; until it is, the batch waits. */
public final class ErasuresUnknown extends RuntimeException {

    private static final long serialVersionUID = 1;

    ErasuresUnknown(String reason) {
        super(reason, null, false, false);
    }
}
