package io.p13n.reactor.sql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What is read of a row that the driver does not give as it is wanted. */
public final class Row {

    private Row() {}

    /** A value that the statement always gives. */
    public static <T> T required(ResultSet row, String column, Class<T> type) throws SQLException {
        return given(row.getObject(column, type), column);
    }

    /** A moment that the statement always gives. */
    public static Instant moment(ResultSet row, String column) throws SQLException {
        return required(row, column, OffsetDateTime.class).toInstant();
    }

    /** An array that the statement always gives. */
    public static <T> T[] array(ResultSet row, String column, Class<T[]> type) throws SQLException {
        return given(arrayIfAny(row, column, type), column);
    }

    /** An array, if there is one. */
    public static <T> T @Nullable [] arrayIfAny(ResultSet row, String column, Class<T[]> type) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : type.cast(array.getArray());
    }

    private static <T> T given(@Nullable T value, String column) {
        if (value == null) {
            throw new IllegalStateException("the statement gives no " + column);
        }
        return value;
    }
}
