package io.p13n.ingest.connection;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Watches one connection, from where requests are whole objects.
 *
 * <p>The time to the next request runs on however slowly its headers drip. And a connection that is to be closed under a
 * caller that still sends is closed in our direction only, and what comes is thrown away for a while: closing it at once
 * would make the caller's system discard the answer unread.
 */
final class ConnectionBounds extends ChannelDuplexHandler {

    private final ConnectionProperties properties;
    private final Counter silent;
    private int unanswered;
    private boolean receiving;
    private boolean interim;
    private boolean lingering;
    private @Nullable Future<?> nextRequest;

    ConnectionBounds(ConnectionProperties properties, Counter silent) {
        this.properties = properties;
        this.silent = silent;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        await(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
            receiving = true;
            awaitNoMore();
        }
        if (message instanceof LastHttpContent) {
            receiving = false;
        }
        if (lingering) {
            ReferenceCountUtil.release(message);
            if (!receiving) {
                end(context);
            }
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the same
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !interim && --unanswered <= 0) {
            await(context);
        }
        context.write(message, promise);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the same
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        awaitNoMore();
        if (!receiving || !context.channel().isActive()) {
            context.close(promise);
            return;
        }
        context.channel().closeFuture().addListener(closed -> promise.trySuccess());
        if (!lingering) {
            lingering = true;
            closeOurDirection(context);
            context.channel().config().setAutoRead(true);
            after(properties.linger(), context, () -> end(context));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the linger's end closes all
    private static void closeOurDirection(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (context.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do then
    private static void end(ChannelHandlerContext context) {
        context.close();
    }

    private void await(ChannelHandlerContext context) {
        awaitNoMore();
        nextRequest = after(properties.idle(), context, () -> {
            if (context.pipeline().get(NettyPipeline.HttpCodec) != null) { // else it speaks HTTP/2 by now
                silent.increment();
                end(context);
            }
        });
    }

    private void awaitNoMore() {
        if (nextRequest != null) {
            nextRequest.cancel(false);
        }
    }

    private static Future<?> after(Duration time, ChannelHandlerContext context, Runnable step) {
        return context.executor().schedule(step, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        awaitNoMore();
        context.fireChannelInactive();
    }
}
