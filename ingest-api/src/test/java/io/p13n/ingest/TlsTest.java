package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.p13n.embedded.LoopbackPort;
import io.p13n.embedded.SelfSignedCertificate;
import io.p13n.ingest.IngestSystem.Replica;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The listener for TLS, beside the plain one. */
class TlsTest {

    /** One a task: each waits for others, and on two processors the common pool has a single thread. */
    private static final Executor THREADS = task -> new Thread(task, "caller").start();

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    private static final Call CALL = Call.fromServer().with("Prefer", "wait=0");

    @TempDir
    private static Path folder;

    private static final int PORT = LoopbackPort.free();

    @SuppressWarnings("NullAway.Init")
    private static SelfSignedCertificate first;

    @SuppressWarnings("NullAway.Init")
    private static SelfSignedCertificate second;

    @SuppressWarnings("NullAway.Init")
    private static Replica replica;

    @BeforeAll
    static void start() throws Exception {
        first = SelfSignedCertificate.in(folder.resolve("first"));
        second = SelfSignedCertificate.in(folder.resolve("second"));
        serve(first);
        replica = replica(PORT);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @ParameterizedTest
    @EnumSource
    void bothVersionsOfHttpAreSpokenByTls(Version version) throws Exception {
        HttpResponse<String> response = send(client(version), PORT, BodyPublishers.ofByteArray(CALL.body()));

        assertThat(response.version()).isEqualTo(version);
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo(IngestSystem.NO_OFFERS);
        assertThat(CALL.send(replica.port()).statusCode())
                .as("the plain listener stays")
                .isEqualTo(202);
    }

    @ParameterizedTest
    @EnumSource
    void theLimitsOfThePlainListenerHoldHereToo(Version version) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + PORT + "/shop/web_events"))
                .header("X-Long", "x".repeat(17_000))
                .build();

        assertThat(client(version).send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(431);
    }

    @Test
    void aConnectionThatComesToNoTlsIsCounted() throws Exception {
        double before = replica.metric("p13n_ingest_tls_handshakes_failed_total");
        var distrusting = HttpClient.newHttpClient();

        assertThatThrownBy(() -> send(distrusting, PORT, BodyPublishers.ofByteArray(CALL.body())))
                .isInstanceOf(SSLException.class);
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            plain.getInputStream().readAllBytes();
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.metric("p13n_ingest_tls_handshakes_failed_total") >= before + 2);
    }

    @Test
    void aConnectionIsKept() throws Exception {
        try (var wire = new Wire(trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), PORT))) {
            assertThat(wire.send(CALL).status()).isEqualTo(202);
            assertThat(wire.send(CALL).status()).isEqualTo(202);
        }
    }

    @Test
    void aNewCertificateIsServedWithoutAFailedRequest() throws Exception {
        serve(first);
        await().atMost(Duration.ofMinutes(1)).until(() -> served("127.0.0.1").equals(read(first)));
        var changed = new AtomicBoolean();
        var callers = new ArrayList<CompletableFuture<Integer>>();
        for (Version version : Version.values()) {
            callers.add(CompletableFuture.supplyAsync(() -> callUntil(changed, client(version)), THREADS));
        }

        Files.writeString(folder.resolve("certificate.pem"), "-----BEGIN CERTIFICATE-----\nhalf");
        await().pollDelay(Duration.ofMillis(500))
                .until(() -> served("127.0.0.1").equals(read(first)));
        serve(second);

        await().atMost(Duration.ofMinutes(1)).until(() -> served("127.0.0.1").equals(read(second)));
        assertThat(served("localhost")).as("to those who name it, too").isEqualTo(read(second));
        changed.set(true);
        for (CompletableFuture<Integer> caller : callers) {
            assertThat(caller.get(1, TimeUnit.MINUTES))
                    .as("calls, all of them answered")
                    .isPositive();
        }
    }

    @Test
    void aShutdownFinishesWhatIsUnderWayOnHttp2() throws Exception {
        int port = LoopbackPort.free();
        Replica leaving = replica(port);
        var body = new SubmissionPublisher<ByteBuffer>(THREADS, Flow.defaultBufferSize());
        var answer = CompletableFuture.supplyAsync(
                () -> quietly(() -> send(client(Version.HTTP_2), port, BodyPublishers.fromPublisher(body))), THREADS);
        await().until(() -> body.getNumberOfSubscribers() == 1);
        body.submit(ByteBuffer.wrap("{\"email\":".getBytes(UTF_8)));
        await().until(() -> leaving.metric("p13n_ingest_in_flight_requests") == 1);

        var closing = CompletableFuture.runAsync(leaving::close, THREADS);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> send(client(Version.HTTP_2), port, BodyPublishers.ofByteArray(CALL.body()))
                                .statusCode()
                        == 503);
        body.submit(ByteBuffer.wrap("\"ada@example.com\"}".getBytes(UTF_8)));
        body.close();

        assertThat(answer.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(202);
        assertThat(answer.get().version()).isEqualTo(Version.HTTP_2);
        closing.get(1, TimeUnit.MINUTES);
    }

    private static Replica replica(int port) {
        return SYSTEM.another(
                "--p13n.ingest.tls.bundle=edge",
                "--p13n.ingest.tls.port=" + port,
                "--p13n.ingest.body.timeout=5m",
                "--spring.lifecycle.timeout-per-shutdown-phase=5m",
                "--spring.ssl.bundle.watch.file.quiet-period=100ms",
                "--spring.ssl.bundle.pem.edge.reload-on-update=true",
                "--spring.ssl.bundle.pem.edge.keystore.certificate=" + folder.resolve("certificate.pem"),
                "--spring.ssl.bundle.pem.edge.keystore.private-key=" + folder.resolve("key.pem"));
    }

    /** Puts its files where the server looks. */
    private static void serve(SelfSignedCertificate certificate) throws Exception {
        Files.copy(certificate.key(), folder.resolve("key.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate.certificate(), folder.resolve("certificate.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many calls were made; each must be answered. */
    private static int callUntil(AtomicBoolean enough, HttpClient client) {
        int calls = 0;
        while (!enough.get()) {
            int status = quietly(() -> send(client, PORT, BodyPublishers.ofByteArray(CALL.body())))
                    .statusCode();
            assertThat(status).isEqualTo(202);
            calls++;
        }
        return calls;
    }

    private static HttpResponse<String> send(HttpClient client, int port, BodyPublisher body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + CALL.path()))
                .timeout(Duration.ofMinutes(1))
                .POST(body);
        CALL.headers().forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static Certificate served(String host) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("https://" + host + ":" + PORT + "/openapi.yaml"));
        return client(Version.HTTP_1_1)
                .send(request.build(), BodyHandlers.discarding())
                .sslSession()
                .orElseThrow(() -> new SSLException("no TLS"))
                .getPeerCertificates()[0];
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(quietly(TlsTest::trusting))
                .build();
    }

    /** Trusts both certificates and nothing else. */
    private static SSLContext trusting() throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (SelfSignedCertificate each : List.of(first, second)) {
            trusted.setCertificateEntry(each.certificate().toString(), read(each));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate read(SelfSignedCertificate file) throws Exception {
        try (InputStream pem = Files.newInputStream(file.certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private interface Attempt<T> {
        T make() throws Exception;
    }

    private static <T> T quietly(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }
}
