package io.p13n.ingest.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelPipeline;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.stereotype.Component;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Bounds each connection that speaks HTTP/1.1, once it is known that it does. */
@Component
class Connections implements NettyServerCustomizer {

    private static final String NAME = "p13n.connectionBounds";

    private final ConnectionProperties properties;
    private final Counter silent;

    Connections(ConnectionProperties properties, MeterRegistry registry) {
        this.properties = properties;
        this.silent = Counter.builder("p13n.ingest.connections.silent")
                .description("Connections closed since no request came, or its headers too slowly")
                .register(registry);
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.childObserve((connection, state) -> {
            if (state == ConnectionObserver.State.CONNECTED) {
                bound(connection.channel().pipeline());
            }
        });
    }

    private void bound(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null && pipeline.get(NAME) == null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new ConnectionBounds(properties, silent));
        }
    }
}
