package io.p13n.admin.startup;

import java.time.Duration;

/** The start was given up because something that it needs did not come, or turned the application away. */
public final class StartAbandoned extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Need need;

    StartAbandoned(Need need, Duration waited, Throwable last) {
        super("gave up waiting for " + need.words() + " after " + waited.toSeconds() + " s: " + reason(last), last);
        this.need = need;
    }

    /** What an operator can do about it. */
    public String remedy() {
        return need.remedy();
    }

    /** The innermost cause, in its own words: what wraps it only says where it passed through. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String words = innermost.getMessage();
        return words == null ? innermost.getClass().getSimpleName() : words;
    }
}
