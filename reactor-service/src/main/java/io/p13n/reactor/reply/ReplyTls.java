package io.p13n.reactor.reply;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import reactor.netty.tcp.TcpClient;

/**
 * TLS of the reply channel, as its client. A renewed bundle counts from the next connection on.
 *
 * <p>An ingest replica is known by the authority of its certificate and by the range of its address, not by a name:
 * replicas come and go, and are called by address. So the authority must be one that signs for the reply channel alone,
 * and certificates of reactors must not be good for servers.
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

    TcpClient secure(TcpClient client) {
        return client.secure(tls -> tls.sslContext(current));
    }

    private static SslContext context(SslBundle bundle) {
        try {
            return SslContextBuilder.forClient()
                    .keyManager(bundle.getManagers().getKeyManagerFactory())
                    .trustManager(bundle.getManagers().getTrustManagerFactory())
                    .endpointIdentificationAlgorithm(null)
                    .protocols(List.of("TLSv1.3"))
                    .build();
        } catch (SSLException unusable) {
            throw new IllegalStateException("the bundle of p13n.reactor.reply.ssl-bundle can't be used", unusable);
        }
    }
}
