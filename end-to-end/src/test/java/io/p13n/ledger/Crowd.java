package io.p13n.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many callers who act at the same moment. */
final class Crowd {

    private Crowd() {}

    /** Lets each event be sent by a caller of its own, all at once; returns the attempts when all are answered. */
    static List<Attempt> sends(Caller caller, List<Event> events) throws Exception {
        var threads = Executors.newFixedThreadPool(events.size());
        try {
            var start = new CyclicBarrier(events.size());
            List<Callable<Attempt>> sendings = new ArrayList<>();
            for (Event event : events) {
                sendings.add(() -> {
                    start.await();
                    return caller.send(event);
                });
            }
            List<Attempt> attempts = new ArrayList<>();
            for (Future<Attempt> each : threads.invokeAll(sendings)) {
                attempts.add(each.get());
            }
            return attempts;
        } finally {
            threads.shutdown();
        }
    }
}
