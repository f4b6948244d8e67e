package io.p13n.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {

    @TempDir
    private Path folder;

    @Test
    void itNamesThisMachineAndStaysWhatItIs() throws Exception {
        SelfSignedCertificate made = SelfSignedCertificate.in(folder.resolve("tls"));
        String text = Files.readString(made.certificate());

        X509Certificate certificate = read(made);
        assertThat(certificate.getSubjectAlternativeNames().toString()).contains("localhost", "127.0.0.1");
        certificate.verify(certificate.getPublicKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(made.key())).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(folder.resolve("tls")).isDirectoryNotContaining("glob:**unfinished*");
        assertThat(Files.readString(
                        SelfSignedCertificate.in(folder.resolve("tls")).certificate()))
                .isEqualTo(text);
    }

    @Test
    void whatCanNotBeReadIsMadeAnew() throws Exception {
        SelfSignedCertificate made = SelfSignedCertificate.in(folder);
        Files.writeString(made.certificate(), "half");

        assertThat(read(SelfSignedCertificate.in(folder))
                        .getSubjectX500Principal()
                        .getName())
                .contains("p13n");
    }

    private static X509Certificate read(SelfSignedCertificate of) throws Exception {
        try (var pem = Files.newInputStream(of.certificate())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
