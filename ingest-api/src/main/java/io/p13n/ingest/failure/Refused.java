package io.p13n.ingest.failure;

/** A request was refused: an expected failure, so without a stack trace. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    Refused(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
    }

    /** Which error of the contract it is. */
    public Refusal refusal() {
        return refusal;
    }
}
