package io.p13n.reactor.profile;

/** A profile or an id was changed by another batch since it was loaded. Nothing was written; load again. */
public final class CommitConflict extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final String SQLSTATE = "P1C01";

    public CommitConflict(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }
}
