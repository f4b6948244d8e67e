package io.p13n.container;

import static io.p13n.deploy.kubernetes.Yaml.list;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import io.p13n.deploy.kubernetes.Manifest;
import io.p13n.deploy.kubernetes.Overlay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/**
 * The secrets to which the production overlay refers, as Strimzi, CloudNativePG and cert-manager would make them; and the
 * certificates that PostgreSQL and the broker show.
 */
final class Secrets implements AutoCloseable {

    /** The owner of our database. */
    static final String OWNER = "p13n";

    private static final String AUTHORITY = "ca.crt";
    private static final String PASSWORD = "password";
    private static final String LOGIN = "sasl.jaas.config";
    private static final String KEY = "tls.key";

    /** What is shorter may stand in a log by chance. */
    private static final int SHORTEST = 20;

    private final Map<String, Map<String, String>> values = new HashMap<>();
    private final X509Bundle broker;
    private final X509Bundle database;
    private final Path files;

    Secrets(Overlay overlay) {
        X509Bundle kafka = authority("Kafka");
        this.broker = server(kafka, Broker.HOST);
        values.put("p13n-cluster-ca-cert", Map.of(AUTHORITY, kafka.getCertificatePEM()));
        overlay.kind("KafkaUser").map(Manifest::name).forEach(user -> values.put(user, scram(user)));

        X509Bundle postgresql = authority("PostgreSQL");
        this.database = server(postgresql, Database.HOST);
        values.put("p13n-db-ca", Map.of(AUTHORITY, postgresql.getCertificatePEM()));
        values.put("p13n-db-app", Map.of("username", OWNER, PASSWORD, password()));

        X509Bundle reply = authority("reply channel");
        overlay.kind("Certificate")
                .filter(certificate -> !certificate.has("spec", "isCA"))
                .forEach(certificate ->
                        values.put((String) certificate.at("spec", "secretName"), pair(reply, requested(certificate))));

        this.files = write();
    }

    private static String password() {
        return UUID.randomUUID().toString();
    }

    private static Map<String, String> scram(String user) {
        String password = password();
        return Map.of(
                PASSWORD,
                password,
                LOGIN,
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password));
    }

    private static Map<String, String> pair(X509Bundle authority, CertificateBuilder certificate) {
        X509Bundle pair = issued(authority, certificate);
        return Map.of(
                "tls.crt",
                pair.getCertificatePathPEM(),
                KEY,
                pair.getPrivateKeyPEM(),
                AUTHORITY,
                authority.getCertificatePEM());
    }

    private static CertificateBuilder requested(Manifest certificate) {
        var builder = new CertificateBuilder().subject("CN=" + certificate.at("spec", "commonName"));
        for (Object usage : list(certificate.at("spec", "usages"))) {
            switch ((String) usage) {
                case "server auth" -> builder.addExtendedKeyUsageServerAuth();
                case "client auth" -> builder.addExtendedKeyUsageClientAuth();
                case "digital signature" -> builder.setKeyUsage(true, KeyUsage.digitalSignature);
                default -> throw new AssertionError("a usage that nobody asked for yet: " + usage);
            }
        }
        return builder;
    }

    private static X509Bundle server(X509Bundle authority, String host) {
        return issued(
                authority,
                new CertificateBuilder()
                        .subject("CN=" + host)
                        .addSanDnsName(host)
                        .addExtendedKeyUsageServerAuth());
    }

    private static X509Bundle authority(String name) {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception failed) {
            throw new IllegalStateException("no certificate could be made", failed);
        }
    }

    private static X509Bundle issued(X509Bundle authority, CertificateBuilder certificate) {
        try {
            return certificate.ecp256().buildIssuedBy(authority);
        } catch (Exception failed) {
            throw new IllegalStateException("no certificate could be made", failed);
        }
    }

    /** Each value a file that any user of a container may read, in a folder that others of this machine can't look into. */
    private Path write() {
        try {
            Path directory = Files.createTempDirectory("p13n-secrets");
            for (var secret : values.entrySet()) {
                Path folder = Files.createDirectory(directory.resolve(secret.getKey()));
                for (var value : secret.getValue().entrySet()) {
                    Path file = Files.writeString(folder.resolve(value.getKey()), value.getValue());
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
                }
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    X509Bundle broker() {
        return broker;
    }

    X509Bundle database() {
        return database;
    }

    /** Empty if there is no such secret. */
    Optional<String> value(String secret, String key) {
        return Optional.ofNullable(values.get(secret)).map(each -> each.get(key));
    }

    /** That of a user of the broker, or of the database's owner. */
    String passwordOf(String user) {
        return value(user.equals(OWNER) ? "p13n-db-app" : user, PASSWORD).orElseThrow();
    }

    /** All that must not be seen anywhere: passwords, and each line of keys. */
    List<String> confidential() {
        return values.values().stream()
                .flatMap(secret -> secret.entrySet().stream())
                .filter(value ->
                        value.getKey().equals(PASSWORD) || value.getKey().equals(KEY))
                .flatMap(value -> value.getValue().lines())
                .filter(line -> line.length() > SHORTEST && !line.startsWith("-----"))
                .toList();
    }

    /** By which a user logs in to the broker, as clients of Kafka take it. */
    String login(String user) {
        return value(user, LOGIN).orElseThrow();
    }

    /** The folder that has a secret's values as files. */
    Path folder(String secret) {
        Path folder = files.resolve(secret);
        if (!Files.exists(folder)) {
            throw new AssertionError("the overlay mounts a secret that nobody makes: " + secret);
        }
        return folder;
    }

    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(files);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
