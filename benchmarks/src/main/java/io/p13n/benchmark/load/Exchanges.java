package io.p13n.benchmark.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.p13n.benchmark.load.Shopper.Visit;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one load and their answers, over as many kept-alive connections as it takes, up to a bound; beyond it a request
 * waits for a connection, and its time runs. All that changes does so on one event loop.
 */
final class Exchanges {

    private static final int MOST_CONNECTIONS = 512;
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final long LOOK_NANOS = 1_000_000;

    private record Due(int number, long at) {}

    private final EventLoop loop;
    private final URI target;
    private final IntFunction<Visit> visits;
    private final Bootstrap connecting;
    private final Queue<Due> waiting = new ArrayDeque<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> open = new HashSet<>();
    private final Histogram micros = Outcome.histogram();
    private final AtomicInteger underWay = new AtomicInteger();
    private long failed;
    private boolean over;

    Exchanges(EventLoop loop, URI target, IntFunction<Visit> visits) {
        this.loop = loop;
        this.target = target;
        this.visits = visits;
        this.connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(target.getHost(), target.getPort());
    }

    /** Has a request sent that was due at a moment of {@link System#nanoTime}. */
    void due(int number, long at) {
        underWay.incrementAndGet();
        loop.execute(() -> {
            waiting.add(new Due(number, at));
            send();
        });
    }

    /** How many are due and neither answered nor failed. */
    int underWay() {
        return underWay.get();
    }

    void awaitAnswers(long until) {
        while (underWay() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Ends it; what is unanswered by now is charged with the time that it has waited. */
    Outcome close(int rate, int behind) {
        return loop.submit(() -> {
                    over = true;
                    long answered = micros.getTotalCount();
                    long unanswered = underWay();
                    long now = System.nanoTime();
                    waiting.forEach(due -> record(due, now));
                    open.forEach(connection -> connection.abandon(now));
                    return new Outcome(rate, micros, answered, failed, unanswered, behind);
                })
                .syncUninterruptibly()
                .getNow();
    }

    private void send() {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            idle.pop().send(waiting.remove());
        }
        if (!waiting.isEmpty() && !over && open.size() < MOST_CONNECTIONS && opening() < waiting.size()) {
            open();
        }
    }

    private long opening() {
        return open.stream().filter(connection -> connection.channel == null).count();
    }

    private void open() {
        var connection = new Connection();
        open.add(connection);
        connecting
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_ANSWER), connection);
                    }
                })
                .connect()
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        connection.lose();
                    }
                });
    }

    private void record(Due due, long now) {
        micros.recordValue(Math.min((now - due.at()) / 1000, Outcome.LONGEST_MICROS));
    }

    /** One at a time goes over it. What fails closes it, and {@link #lose} sees that. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {

        private @Nullable Channel channel;
        private @Nullable Due sent;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channel = context.channel();
            if (over) {
                context.close();
                return;
            }
            idle.push(this);
            Exchanges.this.send();
        }

        void send(Due due) {
            sent = due;
            if (channel != null) {
                channel.writeAndFlush(request(visits.apply(due.number())))
                        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            }
        }

        private DefaultFullHttpRequest request(Visit visit) {
            var request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.POST, visit.path(), Unpooled.wrappedBuffer(visit.body()));
            request.headers()
                    .set(HttpHeaderNames.HOST, target.getAuthority())
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/vnd.treasuredata.v1+json")
                    .set(HttpHeaderNames.AUTHORIZATION, "TD1 1/" + Shopper.API_KEY)
                    .set("WP13n-Token", visit.token())
                    .set(HttpHeaderNames.CONTENT_LENGTH, visit.body().length);
            return request;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            Due answered = sent;
            sent = null;
            if (answered == null || over) {
                return;
            }
            underWay.decrementAndGet();
            if (answer.status().equals(HttpResponseStatus.OK)) {
                record(answered, System.nanoTime());
            } else {
                failed++;
            }
            idle.push(this);
            Exchanges.this.send();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            lose();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            context.close();
        }

        /** A connection that was refused takes the request with it that it was opened for. */
        void lose() {
            open.remove(this);
            idle.remove(this);
            Due lost = sent != null || channel != null ? sent : waiting.poll();
            sent = null;
            if (lost != null && !over) {
                underWay.decrementAndGet();
                failed++;
            }
            Exchanges.this.send();
        }

        void abandon(long now) {
            if (sent != null) {
                record(sent, now);
            }
            if (channel != null) {
                channel.close();
            }
        }
    }
}
