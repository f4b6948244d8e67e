package io.p13n.reactor.consume;

/**
 * PostgreSQL does not stand where the batch begins: another consumer did this batch (a zombie, a rebalance), or the
 * database lost its last unsynced commits. Nothing was changed; whoever consumes seeks to where PostgreSQL stands.
 */
public final class OffsetMoved extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Its SQLSTATE, raised by {@code move_offsets}. */
    public static final String SQLSTATE = "P1O01";

    public OffsetMoved(Throwable cause) {
        super(cause.getMessage(), cause, false, false);
    }
}
