package io.p13n.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory that is a small file system of its own, so that it can be full. Mounting takes rights that not everybody
 * has; without them it is an ordinary directory.
 */
final class Disk implements AutoCloseable {

    private static final String ROOMY = "1g";

    private final Path path;
    private final Optional<String> refusal;

    private Disk(Path path, Optional<String> refusal) {
        this.path = path;
        this.refusal = refusal;
    }

    static Disk mount(Path path) throws IOException {
        Files.createDirectories(path);
        try {
            Command.run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + ROOMY, "p13n-ledger", path.toString());
            return new Disk(path, Optional.empty());
        } catch (UncheckedIOException refused) {
            return new Disk(path, Optional.of(refused.getMessage()));
        }
    }

    Path path() {
        return path;
    }

    /** Why it can't be made full, if so. */
    Optional<String> refusal() {
        return refusal;
    }

    /** Leaves no room beyond what is in use. While it is being written, that takes some attempts. */
    void fill() {
        Waiting.until("no room is left on " + path, () -> {
            var store = Files.getFileStore(path);
            try {
                resize(String.valueOf(store.getTotalSpace() - store.getUnallocatedSpace()));
                return true;
            } catch (UncheckedIOException outgrown) {
                return false;
            }
        });
    }

    /** Gives it room again; does nothing where it can't be full. */
    void free() {
        if (refusal.isEmpty()) {
            resize(ROOMY);
        }
    }

    private void resize(String size) {
        Command.run("mount", "-o", "remount,size=" + size, path.toString());
    }

    @Override
    public void close() {
        if (refusal.isEmpty()) {
            Command.run("umount", "-l", path.toString());
        }
    }
}
