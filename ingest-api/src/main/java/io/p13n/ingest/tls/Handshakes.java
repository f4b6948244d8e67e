package io.p13n.ingest.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Counts the connections that never came to a request, since caller and server did not agree on TLS: no common version or
 * cipher, a certificate that the caller does not trust, no TLS at all, or a caller that left amid the handshake.
 */
@Component
@ConditionalOnProperty("p13n.ingest.tls.bundle")
class Handshakes implements NettyServerCustomizer {

    private static final String NAME = "p13n.handshakes";

    private final Counter failed;

    Handshakes(MeterRegistry registry) {
        this.failed = Counter.builder("p13n.ingest.tls.handshakes.failed")
                .description("Connections that ended before TLS stood")
                .register(registry);
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, peer) -> {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.SslHandler) != null) {
                pipeline.addAfter(NettyPipeline.SslHandler, NAME, new OfConnection());
            }
        });
    }

    private final class OfConnection extends ChannelInboundHandlerAdapter {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
                failed.increment();
            }
            context.fireUserEventTriggered(event);
        }
    }
}
