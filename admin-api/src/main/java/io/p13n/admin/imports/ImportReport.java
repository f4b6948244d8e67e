package io.p13n.admin.imports;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one upload has come.
 *
 * <p>Law, once it is done: rows read = written + rejected.
 *
 * @param id rises
 * @param mode {@code replace} or {@code upsert}
 * @param state {@code running}, {@code done} or {@code failed}; only what is done counts, and all of it
 * @param failure why it failed
 * @param rejects the first of them, as JSON: line, column, reason
 * @param bytesTotal absent where the sender did not say
 * @param rowsPerSecond since it began
 * @param secondsLeft an estimate, while it is running and its size is known
 */
record ImportReport(
        long id,
        String target,
        String mode,
        String state,
        @Nullable String failure,
        long rowsRead,
        long rowsWritten,
        long rowsRejected,
        @JsonRawValue String rejects,
        long bytesRead,
        @Nullable Long bytesTotal,
        long rowsPerSecond,
        @Nullable Long secondsLeft,
        String who,
        String requestId,
        Instant startedAt,
        @Nullable Instant endedAt) {

    static long rate(long rows, Duration elapsed) {
        return rows * 1_000 / Math.max(1, elapsed.toMillis());
    }

    static @Nullable Long secondsLeft(String state, long read, @Nullable Long total, Duration elapsed) {
        return state.equals("running") && total != null && read > 0
                ? (Long) (elapsed.toSeconds() * Math.max(0, total - read) / read)
                : null;
    }
}
