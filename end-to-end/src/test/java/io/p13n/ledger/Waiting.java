package io.p13n.ledger;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits, all of them bounded. */
final class Waiting {

    /** Generous, since the machine may be busy with other things; what it is for comes within seconds. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private Waiting() {}

    static void until(String what, Callable<Boolean> holds) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(holds);
    }

    /** Lets a fault last. */
    static void lasting(Duration time) {
        await("a fault's time").pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
    }
}
