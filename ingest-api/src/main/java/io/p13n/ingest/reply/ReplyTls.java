package io.p13n.ingest.reply;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import reactor.netty.tcp.TcpServer;

/**
 * TLS of the reply channel, as its server: who has no certificate of the bundle's authority is not let in. A renewed
 * bundle counts from the next connection on.
 */
final class ReplyTls {

    private static final Logger log = LoggerFactory.getLogger(ReplyTls.class);

    private volatile SslContext current;

    /** Fails with a {@link org.springframework.boot.ssl.NoSuchSslBundleException} if there is no such bundle. */
    ReplyTls(String name, SslBundles bundles) {
        current = context(bundles.getBundle(name));
        bundles.addBundleUpdateHandler(name, renewed -> {
            current = context(renewed);
            log.info("the reply channel's certificates were renewed");
        });
    }

    /** Not by {@code TcpServer.secure}, which would keep the certificates of the start for ever. */
    TcpServer secure(TcpServer server) {
        return server.doOnChannelInit(
                (observer, channel, remote) -> channel.pipeline().addFirst(current.newHandler(channel.alloc())));
    }

    private static SslContext context(SslBundle bundle) {
        try {
            return SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory())
                    .trustManager(bundle.getManagers().getTrustManagerFactory())
                    .clientAuth(ClientAuth.REQUIRE)
                    .protocols(List.of("TLSv1.3"))
                    .build();
        } catch (SSLException unusable) {
            throw new IllegalStateException("the bundle of p13n.ingest.reply.ssl-bundle can't be used", unusable);
        }
    }
}
