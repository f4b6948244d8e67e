package io.p13n.ingest.failure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * What is no HTTP, or has too long a header or URL, ends before any route: the server below answers it, with a status
 * alone. Here that answer gets the body that every error has, and is counted.
 */
@Component
class WireFailures implements NettyServerCustomizer {

    private static final String NAME = "p13n.wireFailures";

    private final MeterRegistry registry;

    WireFailures(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, peer) -> {
            ChannelPipeline pipeline = channel.pipeline();
            if (pipeline.get(NettyPipeline.HttpCodec) != null) {
                pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new OfConnection());
            }
        });
    }

    private final class OfConnection extends ChannelDuplexHandler {

        private boolean failed;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            failed = message instanceof HttpObject http && http.decoderResult().isFailure();
            context.fireChannelRead(message);
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the same
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean bare = failed
                    && message instanceof FullHttpResponse response
                    && !response.content().isReadable();
            context.write(bare ? worded((FullHttpResponse) message) : message, promise);
        }

        private FullHttpResponse worded(FullHttpResponse bare) {
            count(bare.status().code());
            byte[] body = RefusalTranslator.body(
                    Refusal.EVENT.code(), "the request is not HTTP, or its URL or headers are too long");
            FullHttpResponse worded = bare.replace(Unpooled.wrappedBuffer(body));
            worded.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                    .set(RequestId.HEADER, RequestId.made())
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
            bare.release();
            return worded;
        }
    }

    private void count(int status) {
        Counter.builder("p13n.ingest.wire_failures")
                .description("Requests that were no HTTP, or whose URL or headers were too long")
                .tag("status", String.valueOf(status))
                .register(registry)
                .increment();
    }
}
