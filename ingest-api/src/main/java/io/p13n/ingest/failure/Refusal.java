package io.p13n.ingest.failure;

import java.time.Duration;

/** The errors of the contract, each with its HTTP status and its code, in the order in which they are checked. */
public enum Refusal {
    SHUTTING_DOWN(503, 1003),
    METHOD(405, 3009),
    ROUTE(404, 3004),
    CONTENT_TYPE(415, 3004),
    UNAUTHENTICATED(401, 3020),
    FORBIDDEN(403, 3021),
    TOKEN_MISSING(400, 3000),
    TOKEN_MALFORMED(400, 3003),
    TOKEN_UNKNOWN(400, 3001),
    TOKEN_OF_OTHER_ACCOUNT(400, 3002),
    TOKEN_OF_OTHER_KIND(400, 3006),
    ORIGIN(400, 3007),
    ADDRESS(400, 3005),
    RATE(429, 2003),
    TOO_MANY_WAITING(429, 2013),
    BODY_TOO_LARGE(413, 3004),
    BODY_TOO_SLOW(400, 3004),
    EVENT(400, 3004),
    LOG_REFUSES(429, 2003),
    LOG_UNREACHABLE(503, 1003),
    UNEXPECTED(500, 9999);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final int status;
    private final int code;

    Refusal(int status, int code) {
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    /** The contract's code. */
    public int code() {
        return code;
    }

    /**
     * This refusal, with its words.
     *
     * @param message what is wrong and what would be right; names the field, never repeats a secret
     */
    public Refused because(String message) {
        return because(message, SOON);
    }

    /**
     * This refusal, with its words.
     *
     * @param message what is wrong and what would be right; names the field, never repeats a secret
     * @param retryAfter when a caller that is refused for the moment (429) had better come again
     */
    public Refused because(String message, Duration retryAfter) {
        return new Refused(this, message, retryAfter);
    }
}
