package io.p13n.ingest.failure;

import java.time.Duration;

/** A request was refused: an expected failure, so without a stack trace. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Refusal refusal;
    private final Duration retryAfter;

    Refused(Refusal refusal, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.refusal = refusal;
        this.retryAfter = retryAfter;
    }

    /** Which error of the contract it is. */
    public Refusal refusal() {
        return refusal;
    }

    /** What is wrong and what would be right. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** In whole seconds, at least one, never too early. */
    long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
    }
}
