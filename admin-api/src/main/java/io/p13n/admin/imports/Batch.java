package io.p13n.admin.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that are written by one statement, each value once: the last one that came. Not safe for threads. */
final class Batch {

    /** Beyond it a batch is full. */
    static final int MOST_VALUES = 500;

    private static final int MOST_CHARACTERS = 1 << 20;

    private final Map<Cell, String> cells = new LinkedHashMap<>();
    private long rows;
    private long characters;

    /**
     * One value's place.
     *
     * @param column absent where a row is one value
     */
    private record Cell(String key, @Nullable String column) {}

    void add(String key, @Nullable String column, String json) {
        cells.put(new Cell(key, column), json);
        characters += key.length() + json.length();
    }

    void endRow() {
        rows++;
    }

    boolean isFull() {
        return cells.size() >= MOST_VALUES || rows >= MOST_VALUES || characters >= MOST_CHARACTERS;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    long rows() {
        return rows;
    }

    int values() {
        return cells.size();
    }

    String[] keys() {
        return cells.keySet().stream().map(Cell::key).toArray(String[]::new);
    }

    /** Of those that have one. */
    String[] columns() {
        List<String> columns = new ArrayList<>(cells.size());
        for (Cell cell : cells.keySet()) {
            if (cell.column() != null) {
                columns.add(cell.column());
            }
        }
        return columns.toArray(String[]::new);
    }

    String[] json() {
        return cells.values().toArray(String[]::new);
    }
}
