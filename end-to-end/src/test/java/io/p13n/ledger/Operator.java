package io.p13n.ledger;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Applies one definition after the other, on a thread of its own, until it is closed; fails if one is not taken. */
final class Operator implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Integer> work;
    private final AtomicInteger applied = new AtomicInteger();
    private volatile boolean over;

    private Operator(Site site) {
        this.work = thread.submit(() -> work(site));
    }

    static Operator begin(Site site) {
        return new Operator(site);
    }

    private int work(Site site) throws IOException {
        while (!over) {
            site.applyNextVersion();
            applied.incrementAndGet();
        }
        return applied();
    }

    int applied() {
        return applied.get();
    }

    /** Waits until a definition is applied that was begun after this moment. */
    void awaitNext() {
        int begun = applied.get() + 1;
        Waiting.until("an operator goes on", () -> work.isDone() || applied.get() > begun);
    }

    @Override
    public void close() {
        over = true;
        thread.shutdown();
        try {
            work.get();
        } catch (ExecutionException failed) {
            throw new AssertionError("a definition was not applied", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
