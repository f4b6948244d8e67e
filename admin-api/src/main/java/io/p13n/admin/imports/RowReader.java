package io.p13n.admin.imports;

import io.p13n.admin.http.InputError;
import io.p13n.offer.decision.Coercion;
import io.p13n.offer.decision.DroppedValue;
import io.p13n.offer.definition.ValueType;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns the rows of an upload into batches, with keys and values as decisions will take them. A row is taken whole or not. */
final class RowReader implements Closeable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Target target;
    private final Lines lines;
    private final Progress progress;

    RowReader(Target target, Lines lines, Progress progress) {
        this.target = target;
        this.lines = lines;
        this.progress = progress;
    }

    /** The next rows; empty after the last. Blocks until they have come. */
    Batch next() throws IOException {
        var batch = new Batch();
        while (!batch.isFull()) {
            Line line = lines.next();
            if (line == null) {
                break;
            }
            InputError wrong = line instanceof Line.Fields row ? take(row, batch) : broken((Line.Broken) line);
            if (wrong != null) {
                progress.reject(wrong);
            }
        }
        return batch;
    }

    private static InputError broken(Line.Broken line) {
        return Reject.of(line.number(), "", line.reason());
    }

    private @Nullable InputError take(Line.Fields row, Batch batch) {
        Object value = row.fields().get(target.key());
        if (value == null) {
            return Reject.of(row.number(), target.key(), "is missing");
        }
        RowKey key = target.read(value);
        return key instanceof RowKey.Known known
                ? take(row, known.value(), batch)
                : Reject.of(row.number(), target.key(), ((RowKey.Unusable) key).reason());
    }

    private @Nullable InputError take(Line.Fields row, String key, Batch batch) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (var field : row.fields().entrySet()) {
            String column = field.getKey();
            if (column.equals(target.key())) {
                continue;
            }
            ValueType type = target.columns().get(column);
            if (type == null) {
                return Reject.of(row.number(), column, "is no column of this upload");
            }
            Coercion coercion = Coercion.of(field.getValue(), type);
            if (coercion instanceof Coercion.Dropped dropped) {
                return Reject.of(row.number(), column, reason(dropped.reason(), type));
            }
            values.put(column, stored(((Coercion.Coerced) coercion).value()));
        }
        put(key, values, batch);
        return null;
    }

    private void put(String key, Map<String, Object> values, Batch batch) {
        if (target instanceof Target.Segment) {
            batch.add(key, null, "");
        } else if (target instanceof Target.Catalog) {
            batch.add(key, null, JSON.writeValueAsString(values));
        } else {
            values.forEach((column, value) -> batch.add(key, column, JSON.writeValueAsString(value)));
        }
        batch.endRow();
        progress.take();
    }

    private static String reason(DroppedValue.Reason reason, ValueType type) {
        return switch (reason) {
            case TOO_LONG -> "is over 500 bytes";
            case NOT_COERCIBLE ->
                switch (type) {
                    case STRING -> "must be text";
                    case NUMBER -> "must be a number";
                    case BOOLEAN -> "must be true or false";
                    case TIMESTAMP ->
                        "must be a moment with its offset, like 2026-11-27T00:00:00Z, or a whole number of seconds";
                };
        };
    }

    /** JSON has no moments; reading takes the text for one again. */
    private static Object stored(Object value) {
        return value instanceof Instant moment ? moment.toString() : value;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
