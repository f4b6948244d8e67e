package io.p13n.reactor.consume;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL says of a failure. */
public final class SqlState {

    private SqlState() {}

    /** The SQLSTATE of a failure of the driver, also where Spring has wrapped it; absent if it is of another origin. */
    public static @Nullable String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return refused.getSQLState();
            }
        }
        return null;
    }

    /** Whether PostgreSQL refuses the data themselves (classes 22 and 23), so that it will refuse them again. */
    public static boolean blamesTheData(Throwable failure) {
        String state = of(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
