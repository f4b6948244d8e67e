package io.p13n.reactor.consume;

import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL says of a failure. */
public final class SqlState {

    private SqlState() {}

    /** The SQLSTATE of a failure of the driver, also where Spring has wrapped it; absent if it is of another origin. */
    public static @Nullable String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException refused) {
                return refused.getSqlState();
            }
        }
        return null;
    }
}
