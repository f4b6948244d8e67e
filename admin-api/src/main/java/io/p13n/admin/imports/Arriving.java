package io.p13n.admin.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.netty.channel.AbortedException;

/**
 * What a sender sends, as a stream that one thread reads and others may watch and close. No more of it is taken off the
 * connection than a few buffers beyond what was read, so a slow reader slows the sender down.
 */
final class Arriving extends FilterInputStream {

    private static final int BUFFERS = 16;
    private static final long NOT_WAITING = Long.MAX_VALUE;

    private final AtomicLong lastArrival;
    private final AtomicLong waitingSince = new AtomicLong(NOT_WAITING);
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean closed;

    private Arriving(InputStream buffers, AtomicLong lastArrival) {
        super(buffers);
        this.lastArrival = lastArrival;
    }

    static Arriving of(Flux<DataBuffer> body) {
        var lastArrival = new AtomicLong(System.nanoTime());
        return new Arriving(
                DataBufferUtils.subscriberInputStream(
                        body.doOnNext(buffer -> lastArrival.set(System.nanoTime())), BUFFERS),
                lastArrival);
    }

    /** Bytes read so far, as they were sent. */
    long taken() {
        return taken.get();
    }

    /** For how long the sender has sent nothing though it was waited for. */
    Duration silence() {
        long since = waitingSince.get();
        return since == NOT_WAITING
                ? Duration.ZERO
                : Duration.ofNanos(System.nanoTime() - Math.max(since, lastArrival.get()));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        waitingSince.set(System.nanoTime());
        int count;
        try {
            count = super.read(bytes, offset, length);
        } catch (RuntimeException failure) {
            throw broken(failure);
        } finally {
            waitingSince.set(NOT_WAITING);
        }
        if (closed) {
            throw new IOException("closed while it was read");
        }
        taken.addAndGet(Math.max(0, count));
        return count;
    }

    /** The sender's connection breaks off in one of these ways; whatever else fails is ours. */
    private static IOException broken(RuntimeException failure) {
        Throwable cause = Exceptions.unwrap(failure);
        if (cause instanceof IOException || cause instanceof AbortedException) {
            return new IOException("the connection broke off", cause);
        }
        throw failure;
    }

    /** There may always be more: without this, what follows the first part of a gzip file of several would be dropped. */
    @Override
    public int available() {
        return 1;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }
}
