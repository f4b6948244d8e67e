package io.p13n.ingest.tls;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import reactor.netty.http.server.HttpServer;

/**
 * A second listener, for TLS and HTTP/2, with the routes, limits and threads of the plain one. It is made as Spring Boot
 * makes the first, so all settings of {@code server} but its port hold here too, and so does the reloading of
 * certificates.
 */
@Component
@ConditionalOnProperty("p13n.ingest.tls.bundle")
class TlsServer implements SmartLifecycle, DisposableBean {

    private final WebServer server;
    private volatile boolean running;

    TlsServer(
            TlsProperties properties,
            ServerProperties settings,
            HttpHandler routes,
            ReactorResourceFactory threads,
            ObjectProvider<NettyServerCustomizer> customizers,
            AutowireCapableBeanFactory beans) {
        var factory = new NettyReactiveWebServerFactory();
        factory.setResourceFactory(threads);
        customizers.orderedStream().forEach(factory::addServerCustomizers);
        beans.initializeBean(factory, "tlsServerFactory"); // here the settings of "server" come in
        factory.addServerCustomizers(netty -> boundHeaders(netty, settings.getMaxHttpRequestHeaderSize()));
        factory.setPort(properties.port());
        factory.setSsl(Ssl.forBundle(properties.bundle()));
        factory.setHttp2(http2());
        this.server = factory.getWebServer(routes);
    }

    /** HTTP/2 has a bound of its own, which Spring Boot leaves at 8 KB. */
    private static HttpServer boundHeaders(HttpServer netty, DataSize bound) {
        return netty.http2Settings(http2 -> http2.maxHeaderListSize(bound.toBytes()));
    }

    private static Http2 http2() {
        var http2 = new Http2();
        http2.setEnabled(true);
        return http2;
    }

    @Override
    public void start() {
        server.start();
        running = true;
    }

    /** Closes the listener, and returns when requests in flight are answered. */
    @Override
    public void stop(Runnable finished) {
        running = false;
        server.shutDownGracefully(result -> finished.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Ends also what did not end in time. */
    @Override
    public void destroy() {
        server.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops together with the plain listener. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }
}
