package io.p13n.reactor.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.p13n.contract.ReplyAddress;
import io.p13n.contract.ReplyFrame;
import io.p13n.contract.ReplyTo;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/** Whom a reactor tells what was decided. */
class ReplyTlsTest {

    private static final X509Bundle AUTHORITY = authority();

    private final DefaultSslBundleRegistry bundles =
            new DefaultSslBundleRegistry("reply", bundle(AUTHORITY, forClients(AUTHORITY)));
    private final ReplyProperties properties =
            new ReplyProperties(List.of(), 16, Duration.ofSeconds(20), Duration.ofMinutes(1), "reply");
    private final ReplySender sender = new ReplySender(properties, bundles, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        sender.destroy();
    }

    @Test
    void anIngestReplicaOfTheSameAuthorityHearsIt() throws Exception {
        try (var ingest = listen(AUTHORITY, forServers(AUTHORITY))) {
            tell(ingest, "{\"offers\":{}}");

            assertThat(heardBy(ingest)).isEqualTo("{\"offers\":{}}");
        }
    }

    @Test
    void whoHasACertificateOfAnotherAuthorityHearsNothing() throws Exception {
        try (var stranger = listen(AUTHORITY, forServers(authority()))) {
            tell(stranger, "{\"offers\":{}}");

            assertThatThrownBy(() -> heardBy(stranger)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anotherReactorsCertificateIsNoIngestReplicas() throws Exception {
        try (var reactor = listen(AUTHORITY, forClients(AUTHORITY))) {
            tell(reactor, "{\"offers\":{}}");

            assertThatThrownBy(() -> heardBy(reactor)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRenewedAuthorityCountsFromTheNextConnectionOn() throws Exception {
        X509Bundle renewed = authority();
        bundles.updateBundle("reply", bundle(renewed, forClients(renewed)));

        try (var ingest = listen(renewed, forServers(renewed))) {
            tell(ingest, "{}");

            assertThat(heardBy(ingest)).isEqualTo("{}");
        }
    }

    @Test
    void aBundleThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> new ReplySender(properties, new DefaultSslBundleRegistry(), new SimpleMeterRegistry()))
                .isInstanceOf(NoSuchSslBundleException.class)
                .hasMessageContaining("reply");
    }

    private void tell(SSLServerSocket waiting, String body) {
        var address = new ReplyAddress("127.0.0.1", waiting.getLocalPort());
        var deadline = Clock.systemUTC().instant().plusSeconds(30);
        sender.send(List.of(new Reply(new ReplyTo(address, UUID.randomUUID(), deadline), body.getBytes(UTF_8))));
    }

    private static SSLServerSocket listen(X509Bundle trusted, X509Bundle shown) throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(shown.toKeyManagerFactory().getKeyManagers(), new TrustManager[] {trusted.toTrustManager()}, null);
        var socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String heardBy(SSLServerSocket ingest) throws IOException {
        try (var connection = ingest.accept()) {
            connection.setSoTimeout(20_000);
            var in = new DataInputStream(connection.getInputStream());
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return new String(ReplyFrame.read(ByteBuffer.wrap(frame)).body(), UTF_8);
        }
    }

    private static SslBundle bundle(X509Bundle authority, X509Bundle own) {
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStore.of(
                        List.of(own.getCertificatePath()), own.getKeyPair().getPrivate()),
                PemSslStore.of(List.of(authority.getCertificate()), null)));
    }

    private static X509Bundle authority() {
        return made(new CertificateBuilder().subject("CN=reply channel").setIsCertificateAuthority(true), null);
    }

    private static X509Bundle forServers(X509Bundle authority) {
        return made(new CertificateBuilder().subject("CN=ingest").addExtendedKeyUsageServerAuth(), authority);
    }

    private static X509Bundle forClients(X509Bundle authority) {
        return made(new CertificateBuilder().subject("CN=reactor").addExtendedKeyUsageClientAuth(), authority);
    }

    private static X509Bundle made(CertificateBuilder certificate, @Nullable X509Bundle issuer) {
        try {
            return issuer == null
                    ? certificate.ecp256().buildSelfSigned()
                    : certificate.ecp256().buildIssuedBy(issuer);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
