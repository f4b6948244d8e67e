package io.p13n.admin.imports;

import java.util.Map;

/** One row of an upload, as it came. */
sealed interface Line {

    /** Where it begins, 1-based. */
    long number();

    /**
     * A row that can be read.
     *
     * @param fields by column; what is absent is not in it
     */
    record Fields(long number, Map<String, Object> fields) implements Line {}

    /**
     * One that can't.
     *
     * @param reason never holds a value
     */
    record Broken(long number, String reason) implements Line {}
}
