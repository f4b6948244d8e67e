package io.p13n.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.file.PathUtils;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked once from the archive on the class path. */
final class PostgresBinaries {

    private static final int OWNER_EXECUTES = 0100;

    private PostgresBinaries() {}

    /**
     * Unpacks the archive, unless that has been done, into a folder named after the archive's digest.
     *
     * @return the folder, which has {@code bin}, {@code lib} and {@code share}
     */
    static Path unpackInto(Path directory) {
        try {
            byte[] archive = archive();
            Path unpacked = directory.resolve("binaries-" + digest(archive));
            if (!Files.isDirectory(unpacked)) {
                Path unfinished = Files.createTempDirectory(Files.createDirectories(directory), "unpacking-");
                unpack(archive, unfinished);
                publish(unfinished, unpacked);
            }
            return unpacked;
        } catch (IOException failed) {
            throw new StartFailed(
                    "PostgreSQL can't be unpacked into %s (%s): free some space there, or let this user write to it."
                            .formatted(directory, failed.getMessage()),
                    failed);
        }
    }

    private static byte[] archive() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream found = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture)) {
            return found.readAllBytes();
        } catch (IllegalStateException missing) {
            throw new StartFailed(
                    "There is no embedded PostgreSQL for %s on %s: use Linux or macOS on x86-64 or arm64."
                            .formatted(System.getProperty("os.name"), architecture),
                    missing);
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (var entries = new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.resolveSibling(".").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, file);
        if ((entry.getMode() & OWNER_EXECUTES) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException(file + " can't be made executable");
        }
    }

    /** A half-unpacked folder never gets the name that counts. */
    private static void publish(Path unfinished, Path unpacked) throws IOException {
        try {
            Files.move(unfinished, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException perhapsAnother) {
            if (!Files.isDirectory(unpacked)) {
                throw perhapsAnother;
            }
            PathUtils.deleteDirectory(unfinished);
        }
    }
}
