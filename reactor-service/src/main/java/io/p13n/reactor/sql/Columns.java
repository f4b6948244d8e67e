package io.p13n.reactor.sql;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Columns of rows, as arrays that a statement unnests. Those of UUIDs and of moments, which the driver does not know by
 * their class, come with the names of their types.
 */
public final class Columns {

    private Columns() {}

    public static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    public static <T> SqlArrayValue uuids(Collection<T> rows, Function<T, @Nullable UUID> column) {
        return new SqlArrayValue("uuid", rows.stream().map(column).toArray());
    }

    public static <T> @Nullable Long[] longs(Collection<T> rows, Function<T, @Nullable Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    public static <T> Boolean[] booleans(Collection<T> rows, Function<T, Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    /** Moments of the years 0 to 9999. */
    public static <T> SqlArrayValue moments(Collection<T> rows, Function<T, @Nullable Instant> column) {
        return new SqlArrayValue("timestamptz", rows.stream().map(column).toArray());
    }

    /** A moment as the driver takes it. */
    public static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
