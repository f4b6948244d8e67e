package io.p13n.admin.imports;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of an upload, one after another, with no more of it in memory than the current one. Reading blocks. */
interface Lines extends Closeable {

    /** Characters, or bytes, that one row may have. */
    int MOST_IN_A_ROW = 64 * 1024;

    /**
     * The next row; null after the last.
     *
     * @throws IOException if what was sent broke off, or is not what it claims to be
     * @throws io.p13n.admin.http.Faulted if no row can be made out any more
     */
    @Nullable
    Line next() throws IOException;
}
