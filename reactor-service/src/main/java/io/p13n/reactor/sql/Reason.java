package io.p13n.reactor.sql;

import org.springframework.core.NestedExceptionUtils;

/** Tells of failures. */
public final class Reason {

    private Reason() {}

    /** What went wrong at the bottom: Spring wraps what the driver says, and says only that something went wrong. */
    public static String of(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).toString();
    }
}
