package io.p13n.ledger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread's part of the traffic. */
interface Visitor {

    /** Between two events of one visitor, so that traffic doesn't depend on how fast the machine is. */
    long PAUSE_MILLIS = 30;

    /** Sends an event or a few. */
    void visit(Caller caller, Until end);

    /** Whether the traffic is to end. */
    interface Until {

        boolean reached();
    }

    static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
}
