package io.p13n.ingest.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.http.server.HttpServer;

/**
 * Bounds how many connections are open, before anything is read from them, so that neither memory nor file descriptors
 * run out. One over the limit is closed at once, so that its caller can go to another replica. Opened = open + closed +
 * refused.
 */
@Component
class ConnectionLimit implements NettyServerCustomizer {

    private final AtomicInteger open;
    private final int most;
    private final Counter refused;

    ConnectionLimit(ConnectionProperties properties, MeterRegistry registry) {
        this.most = properties.most();
        this.open = registry.gauge("p13n.ingest.connections.open", new AtomicInteger());
        this.refused = Counter.builder("p13n.ingest.connections.refused")
                .description("Connections closed at once since too many were open")
                .register(registry);
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((observer, channel, peer) -> admit(channel));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do then
    private void admit(Channel channel) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            refused.increment();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
    }
}
