package io.p13n.standalone;

import io.p13n.embedded.StartFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The directory of everything that stays, which one standalone at a time may use. */
final class DataDirectory implements AutoCloseable {

    static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the directory if need be, for its owner alone, and locks it until it is closed or this JVM dies. */
    static DataDirectory open(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StartFailed("The data directory %s is a file: move it away, or set %sdata to another directory."
                    .formatted(path, CommandLine.PREFIX));
        }
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path, ownerOnly("rwx------"));
            }
            return new DataDirectory(path, lock(path, path.resolve("lock")));
        } catch (IOException failed) {
            throw new StartFailed(
                    "The data directory %s can't be written (%s): let this user write there, or set %sdata to another directory."
                            .formatted(path, failed, CommandLine.PREFIX),
                    failed);
        }
    }

    private static FileChannel lock(Path directory, Path file) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new StartFailed(
                        "The data directory %s is in use by process %s: stop that one, or set %sdata to another directory."
                                .formatted(directory, Files.readString(file).strip(), CommandLine.PREFIX));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return channel;
        } catch (IOException | StartFailed failed) {
            channel.close();
            throw failed;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisJvm) {
            return null;
        }
    }

    static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    Path path() {
        return path;
    }

    Path postgresql() {
        return path.resolve("postgresql");
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path definitions() {
        return path.resolve("definitions");
    }

    Path secrets() {
        return path.resolve("secrets.properties");
    }

    /** The certificate of HTTPS, and its key. */
    Path tls() {
        return path.resolve("tls");
    }

    /** What the sample shop's page needs from elsewhere. */
    Path shop() {
        return path.resolve("shop");
    }

    /** There once the sample's customers have been loaded. */
    Path sampleLoaded() {
        return path.resolve("sample-loaded");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
