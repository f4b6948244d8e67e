package io.p13n.benchmark.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
import java.time.Duration;
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
    /** Every offer has attributes, in the first bytes of every row's answer; without offers there are none. */
    private static final ByteBuf OFFER = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\"attributes\"", US_ASCII));

    private record Due(int number, long at) {}

    private final EventLoop loop;
    private final URI target;
    private final IntFunction<Visit> visits;
    private final Duration patience;
    private final Bootstrap connecting;
    private final Queue<Due> waiting = new ArrayDeque<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> open = new HashSet<>();
    private final Histogram micros = Outcome.histogram();
    private final AtomicInteger underWay = new AtomicInteger();
    private long answered;
    private long empty;
    private long failed;
    private boolean over;

    Exchanges(EventLoop loop, URI target, IntFunction<Visit> visits, Duration patience) {
        this.loop = loop;
        this.target = target;
        this.visits = visits;
        this.patience = patience;
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
                    long unanswered = underWay();
                    long now = System.nanoTime();
                    waiting.forEach(due -> record(due, now));
                    open.forEach(connection -> connection.abandon(now));
                    return new Outcome(rate, micros, answered, empty, failed, unanswered, behind);
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
                    .set("Prefer", "wait=" + patience.toSeconds())
                    .set(HttpHeaderNames.CONTENT_LENGTH, visit.body().length);
            return request;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            Due due = sent;
            sent = null;
            if (due == null || over) {
                return;
            }
            underWay.decrementAndGet();
            long now = System.nanoTime();
            record(due, now);
            judge(answer, now - due.at());
            idle.push(this);
            Exchanges.this.send();
        }

        private void judge(FullHttpResponse answer, long nanos) {
            if (!answer.status().equals(HttpResponseStatus.OK) || nanos > patience.toNanos()) {
                failed++;
            } else if (ByteBufUtil.indexOf(OFFER, answer.content()) < 0) {
                empty++;
            } else {
                answered++;
            }
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
                record(lost, System.nanoTime());
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
