package io.p13n.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The usual traffic of a row: visitors, each on a thread, until it is closed. */
final class Traffic implements AutoCloseable {

    private static final int REGULARS = 4;
    private static final int PERSONS = 3;
    private static final int NEWCOMERS = 2;

    private final List<Regular> regulars = new ArrayList<>();
    private final List<Future<?>> visits = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean over;

    private Traffic(Caller caller, String row) {
        for (int i = 0; i < REGULARS; i++) {
            var persons = new ArrayList<String>();
            for (int j = 0; j < PERSONS; j++) {
                persons.add("%s.regular%d-%d".formatted(row, i, j));
            }
            regulars.add(new Regular(persons));
        }
        regulars.forEach(regular -> begin(regular, caller));
        for (int i = 0; i < NEWCOMERS; i++) {
            begin(new Newcomer("%s.newcomer%d".formatted(row, i)), caller);
        }
    }

    static Traffic begin(Caller caller, String row) {
        return new Traffic(caller, row);
    }

    private void begin(Visitor visitor, Caller caller) {
        visits.add(threads.submit(() -> {
            while (!over) {
                visitor.visit(caller, () -> over);
                Visitor.pause();
            }
        }));
    }

    /** The customers who come again and again. */
    List<String> regulars() {
        return regulars.stream().flatMap(regular -> regular.persons().stream()).toList();
    }

    /** Lets each visitor finish what it is at. */
    @Override
    public void close() {
        over = true;
        try {
            for (Future<?> visit : visits) {
                visit.get();
            }
        } catch (ExecutionException failed) {
            throw new AssertionError("a visitor failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }
}
