package io.p13n.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for this machine that nobody has signed but itself, with its key, as PEM files.
 *
 * @param certificate may be read by all, also to trust it
 * @param key PKCS #8; readable by its owner alone
 */
public record SelfSignedCertificate(Path certificate, Path key) {

    /** Browsers take none that is valid for longer than 825 days. */
    private static final int DAYS = 800;

    private static final String NAME = "p13n";
    private static final char[] PASSWORD = "unused".toCharArray(); // of a store that is there for a moment only
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

    /**
     * The one in this directory; made if there is none, or if it is no longer valid.
     *
     * @param directory made if it is not there, for its owner alone
     * @throws StartFailed if it can't be made
     */
    public static SelfSignedCertificate in(Path directory) {
        var pair = new SelfSignedCertificate(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
        try {
            if (!pair.isUsable()) {
                Files.createDirectories(directory, withPermissions("rwx------"));
                pair.make(directory.resolve("unfinished.p12"));
            }
            return pair;
        } catch (IOException | GeneralSecurityException failed) {
            throw new StartFailed(
                    "A certificate can't be made in %s (%s): mend that and start again.".formatted(directory, failed),
                    failed);
        }
    }

    private boolean isUsable() throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try (InputStream pem = Files.newInputStream(certificate)) {
            ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem)).checkValidity();
            return true;
        } catch (CertificateException notAnyMore) {
            return false;
        }
    }

    private void make(Path store) throws IOException, GeneralSecurityException {
        Files.deleteIfExists(store);
        keytool(store);
        try (InputStream stored = Files.newInputStream(store)) {
            var entries = KeyStore.getInstance("PKCS12");
            entries.load(stored, PASSWORD);
            write(key, "PRIVATE KEY", entries.getKey(NAME, PASSWORD).getEncoded(), "rw-------");
            write(certificate, "CERTIFICATE", entries.getCertificate(NAME).getEncoded(), "rw-r--r--");
        } finally {
            Files.deleteIfExists(store);
        }
    }

    /** The JDK makes certificates with this program alone. */
    private static void keytool(Path store) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                NAME,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                String.valueOf(DAYS),
                "-dname",
                "CN=p13n on this machine",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new StartFailed("The start was interrupted.", interrupted);
        }
    }

    /** Never for a moment readable by others, and never half there. */
    private static void write(Path file, String what, byte[] der, String permissions) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, withPermissions(permissions));
        Files.writeString(
                unfinished,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, LINES.encodeToString(der), what));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] withPermissions(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
