package io.p13n.admin.imports;

import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import java.util.ArrayList;
import java.util.List;

/**
 * What has come of the rows of one upload.
 *
 * <p>Law: each row that was read is taken or rejected.
 */
final class Progress {

    /** So many rejects are told one by one. */
    static final int MOST_TOLD = 100;

    private final long mostRejected;
    private final List<InputError> rejects = new ArrayList<>();
    private long taken;
    private long rejected;

    /** @param mostRejected beyond it the upload fails */
    Progress(long mostRejected) {
        this.mostRejected = mostRejected;
    }

    /** @param told the first {@value #MOST_TOLD} of the rejected */
    record Count(long read, long rejected, List<InputError> told) {}

    synchronized void take() {
        taken++;
    }

    /** Throws a {@link io.p13n.admin.http.Faulted} if it is one too many. */
    synchronized void reject(InputError reject) {
        rejected++;
        if (rejects.size() < MOST_TOLD) {
            rejects.add(reject);
        }
        if (rejected > mostRejected) {
            throw Fault.INVALID.because(
                    "more than " + mostRejected + " rows are wrong (max_rejects); nothing was changed",
                    List.copyOf(rejects));
        }
    }

    synchronized Count count() {
        return new Count(taken + rejected, rejected, List.copyOf(rejects));
    }

    /** Throws a {@link io.p13n.admin.http.Faulted} if there were rows, and none was right. */
    synchronized void requireSome() {
        if (taken == 0 && rejected > 0) {
            throw Fault.INVALID.because("every row is wrong; nothing was changed", List.copyOf(rejects));
        }
    }
}
