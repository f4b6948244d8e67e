package io.p13n.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A directory that is mounted. That takes rights which not everybody has; without them it is an ordinary directory. */
final class MountedDisk implements Disk, AutoCloseable {

    private static final String ROOMY = "1g";

    private final Path path;
    private final Optional<String> refusal;

    private MountedDisk(Path path, Optional<String> refusal) {
        this.path = path;
        this.refusal = refusal;
    }

    static MountedDisk mount(Path path) throws IOException {
        Files.createDirectories(path);
        try {
            Command.run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + ROOMY, "p13n-ledger", path.toString());
            return new MountedDisk(path, Optional.empty());
        } catch (UncheckedIOException refused) {
            return new MountedDisk(path, Optional.of(refused.getMessage()));
        }
    }

    Path path() {
        return path;
    }

    @Override
    public Optional<String> refusal() {
        return refusal;
    }

    /** While it is being written, that takes some attempts. */
    @Override
    public void fill() {
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

    @Override
    public void free() {
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
