package io.p13n.ingest.reply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.p13n.contract.ReplyFrame;
import io.p13n.embedded.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import reactor.test.StepVerifier;

/** Who may answer waiting requests. */
class ReplyTlsTest {

    private static final X509Bundle AUTHORITY = authority();

    private final DefaultSslBundleRegistry bundles =
            new DefaultSslBundleRegistry("reply", bundle(AUTHORITY, forServers(AUTHORITY)));
    private final ReplyProperties properties =
            new ReplyProperties("127.0.0.1", LoopbackPort.free(), "127.0.0.1", List.of(), "reply");
    private final PendingReplies pending = new PendingReplies(properties, Clock.systemUTC(), new SimpleMeterRegistry());
    private final ReplyServer server = new ReplyServer(properties, pending, bundles);

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aReactorWithACertificateOfTheAuthorityAnswers() throws Exception {
        answeredBy(AUTHORITY, forClients(AUTHORITY));
    }

    @Test
    void whoHasNoCertificateIsNotLetIn() {
        assertThatThrownBy(() -> says(AUTHORITY, null, "x")).isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotLetIn() {
        assertThatThrownBy(() -> says(AUTHORITY, forClients(authority()), "x")).isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateForServersIsNotLetIn() {
        assertThatThrownBy(() -> says(AUTHORITY, forServers(AUTHORITY), "x")).isInstanceOf(IOException.class);
    }

    @Test
    void whoSpeaksPlainlyIsNotHeard() throws IOException {
        try (var waiting = pending.open(Clock.systemUTC().instant().plusSeconds(1));
                var socket = new Socket(InetAddress.getLoopbackAddress(), properties.port())) {
            socket.getOutputStream().write(frame(waiting, "forged"));

            StepVerifier.create(waiting.reply()).verifyComplete();
        }
    }

    @Test
    void aRenewedAuthorityCountsFromTheNextConnectionOn() throws Exception {
        X509Bundle renewed = authority();
        bundles.updateBundle("reply", bundle(renewed, forServers(renewed)));

        answeredBy(renewed, forClients(renewed));
        assertThatThrownBy(() -> says(AUTHORITY, forClients(AUTHORITY), "x")).isInstanceOf(IOException.class);
    }

    @Test
    void aBundleThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> new ReplyServer(properties, pending, new DefaultSslBundleRegistry()))
                .isInstanceOf(NoSuchSslBundleException.class)
                .hasMessageContaining("reply");
    }

    private void answeredBy(X509Bundle trusted, X509Bundle shown) throws Exception {
        assertThat(says(trusted, shown, "{\"offers\":{}}")).isEqualTo("{\"offers\":{}}");
    }

    /** Answers a request that waits; tells what that request then heard. */
    private String says(X509Bundle trusted, @Nullable X509Bundle shown, String body) throws Exception {
        try (var waiting = pending.open(Clock.systemUTC().instant().plusSeconds(30));
                var socket = tls(trusted, shown)
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), properties.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(frame(waiting, body));
            socket.shutdownOutput();
            // TLS 1.3 judges the client's certificate after the handshake: the refusal comes with the first read.
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            return new String(waiting.reply().block(), UTF_8);
        }
    }

    private static byte[] frame(PendingReplies.Waiting waiting, String body) {
        var frame = new ReplyFrame(waiting.replyTo().correlationId(), body.getBytes(UTF_8));
        var wire = ByteBuffer.allocate(frame.size());
        frame.writeTo(wire);
        return wire.array();
    }

    private static SSLContext tls(X509Bundle trusted, @Nullable X509Bundle shown) throws Exception {
        var context = SSLContext.getInstance("TLSv1.3");
        KeyManager[] keys = shown == null ? null : shown.toKeyManagerFactory().getKeyManagers();
        context.init(keys, new TrustManager[] {trusted.toTrustManager()}, null);
        return context;
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
