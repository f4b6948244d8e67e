package io.p13n.benchmark.load;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.p13n.benchmark.load.Shopper.Visit;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Sends requests at a constant rate, whatever becomes of the ones before (an open model). Latency counts from the moment at which
 * a request was due, so a server that stalls is charged for every request that should have been sent meanwhile.
 */
final class Generator implements AutoCloseable {

    /** How long every row may take for an answer; standard's own patience is the same. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = threads.next();
    private final IntFunction<Visit> visits;
    private final Duration patience;
    private final AtomicInteger numbers;

    /**
     * Makes one that numbers its requests from 0, over all its loads.
     *
     * @param visits the requests, by a number that grows
     * @param patience how long an answer may take before it counts as missing; servers are told so, in whole seconds
     */
    Generator(IntFunction<Visit> visits, Duration patience) {
        this(visits, patience, new AtomicInteger());
    }

    /**
     * Makes one that goes on where others have ended.
     *
     * @param numbers the next number
     */
    Generator(IntFunction<Visit> visits, Duration patience, AtomicInteger numbers) {
        this.visits = visits;
        this.patience = patience;
        this.numbers = numbers;
    }

    /**
     * Puts a server under load for a while.
     *
     * @param rate requests per second
     */
    Outcome load(URI target, int rate, Duration time) {
        var exchanges = new Exchanges(loop, target, visits, patience);
        int requests = (int) Math.max(1, rate * time.toMillis() / 1000);
        pace(exchanges, rate, requests);
        int behind = exchanges.underWay();
        exchanges.awaitAnswers(System.nanoTime() + patience.toNanos());
        return exchanges.close(rate, behind);
    }

    private void pace(Exchanges exchanges, int rate, int requests) {
        double interval = (double) TimeUnit.SECONDS.toNanos(1) / rate;
        long start = System.nanoTime();
        int sent = 0;
        while (sent < requests) {
            long wait = start + (long) (sent * interval) - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            exchanges.due(numbers.getAndIncrement(), start + (long) (sent * interval));
            sent++;
        }
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
