package io.p13n.reactor.reply;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p13n.contract.ReplyAddress;
import io.p13n.contract.ReplyFrame;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.tcp.TcpClient;

/** The connection to one ingest replica. When it ends, for whatever reason, it is over; the next reply opens another. */
final class ReplyConnection {

    private static final Logger log = LoggerFactory.getLogger(ReplyConnection.class);

    private final ReplyAddress address;
    private final Sinks.Many<ByteBuf> batches;
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final Disposable.Swap opened = Disposables.swap();

    ReplyConnection(ReplyAddress address, int queue) {
        this.address = address;
        this.batches = Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(queue));
    }

    /**
     * Connects, and sends what is offered until the connection ends.
     *
     * @param allowed where a replica may be; asked of the resolved address, before a connection is made
     * @param whenOver called once, when the connection has ended or could not be made
     */
    void open(TcpClient client, Predicate<InetSocketAddress> allowed, Runnable whenOver) {
        opened.update(client.remoteAddress(() -> InetSocketAddress.createUnresolved(address.host(), address.port()))
                .doAfterResolve((connection, resolved) -> require(allowed, (InetSocketAddress) resolved))
                .handle(this::converse)
                .connect()
                .flatMap(connection -> connection.onDispose())
                .doOnError(failure -> log.warn("replies to {} can't be sent: {}", address, failure.toString()))
                .onErrorComplete()
                .doFinally(signal -> {
                    whenOver.run();
                    over.tryEmitEmpty();
                })
                .subscribe());
    }

    private void require(Predicate<InetSocketAddress> allowed, InetSocketAddress resolved) {
        if (!allowed.test(resolved)) {
            throw new IllegalArgumentException("the address " + resolved
                    + " is outside p13n.reactor.reply.ranges; is it an ingest replica's? Then add its range");
        }
    }

    private Publisher<Void> converse(NettyInbound in, NettyOutbound out) {
        return out.send(batches.asFlux(), batch -> true)
                .then()
                .takeUntilOther(in.receive().then());
    }

    /** Queues the replies as one write. Tells whether there was room. */
    boolean offer(List<Reply> replies) {
        ByteBuf batch = encode(replies);
        synchronized (batches) {
            return batches.tryEmitNext(batch).isSuccess();
        }
    }

    private static ByteBuf encode(List<Reply> replies) {
        List<ReplyFrame> frames = replies.stream()
                .map(reply -> new ReplyFrame(reply.to().correlationId(), reply.body()))
                .toList();
        var wire =
                ByteBuffer.allocate(frames.stream().mapToInt(ReplyFrame::size).sum());
        frames.forEach(frame -> frame.writeTo(wire));
        return Unpooled.wrappedBuffer(wire.flip());
    }

    /** Takes no more; completes when what was queued is sent, or the connection has ended. */
    Mono<Void> finish() {
        synchronized (batches) {
            batches.tryEmitComplete();
        }
        return over.asMono();
    }

    void close() {
        opened.dispose();
    }
}
