package io.p13n.ingest.reply;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.p13n.contract.ReplyFrame;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.tcp.TcpServer;

/**
 * Listens for the replies of reactors: length-prefixed frames over TCP, or over TLS with client certificates. Without it,
 * this replica is not ready.
 */
@Component("repliesHealthIndicator")
class ReplyServer implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ReplyServer.class);

    private final ReplyProperties properties;
    private final PendingReplies pending;
    private final @Nullable ReplyTls tls;
    private volatile @Nullable DisposableServer server;

    ReplyServer(ReplyProperties properties, PendingReplies pending, SslBundles bundles) {
        this.properties = properties;
        this.pending = pending;
        this.tls = properties.sslBundle() == null ? null : new ReplyTls(properties.sslBundle(), bundles);
    }

    @Override
    public void start() {
        requireReachable();
        var plain = TcpServer.create()
                .host(properties.bindAddress())
                .port(properties.port())
                .childOption(ChannelOption.TCP_NODELAY, true);
        server = (tls == null ? plain : tls.secure(plain))
                .doOnConnection(connection -> connection.addHandlerLast(new LengthFieldBasedFrameDecoder(
                        ReplyFrame.MAX_FRAME_BYTES, 0, ReplyFrame.LENGTH_BYTES, 0, ReplyFrame.LENGTH_BYTES)))
                .handle(this::converse)
                .bindNow(Duration.ofSeconds(10));
        log.info("replies come to {}", properties.address());
    }

    private void requireReachable() {
        try {
            InetAddress advertised = InetAddress.getByName(properties.advertisedHost());
            if (!properties.allowed().contains(advertised)) {
                throw new IllegalStateException("p13n.ingest.reply.advertised-host " + properties.advertisedHost()
                        + " is outside p13n.ingest.reply.ranges, so no reactor would reply to it; correct either");
            }
        } catch (UnknownHostException unknown) {
            throw new IllegalStateException(
                    "p13n.ingest.reply.advertised-host " + properties.advertisedHost() + " can't be resolved", unknown);
        }
    }

    private Publisher<Void> converse(NettyInbound in, NettyOutbound out) {
        return in.receive()
                .doOnNext(this::take)
                .doOnError(failure -> log.warn("a reply connection broke: {}", failure.toString()))
                .onErrorComplete()
                .then();
    }

    private void take(ByteBuf frame) {
        pending.take(ReplyFrame.read(frame.nioBuffer()));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.disposeNow(Duration.ofSeconds(5));
            server = null;
        }
    }

    /** Begins before the HTTP server and ends after it, so that requests in flight get what they wait for. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }

    @Override
    public Health health() {
        DisposableServer listening = server;
        return listening == null || listening.isDisposed()
                ? Health.down().withDetail("reason", "no replies can come").build()
                : Health.up().build();
    }
}
