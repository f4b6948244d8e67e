package io.p13n.container;

import com.github.dockerjava.api.model.AccessMode;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A file system in memory, of a fixed size. A container of its own holds it, so that what is on it outlives the one
 * that works with it, and that it can be filled up from there.
 */
public final class Volume implements AutoCloseable {

    private static final String HELD_AT = "/held";
    private static final String BALLAST = HELD_AT + "/ballast";

    private final String name = "p13n-" + UUID.randomUUID();
    private final GenericContainer<?> holder;

    /**
     * Makes it, empty.
     *
     * @param image of the holder; it must have a shell
     * @param size as {@code mount} takes it
     */
    Volume(DockerImageName image, String size) {
        DockerClientFactory.instance()
                .client()
                .createVolumeCmd()
                .withName(name)
                .withDriver("local")
                .withDriverOpts(Map.of("type", "tmpfs", "device", "tmpfs", "o", "mode=1777,size=" + size))
                .exec();
        this.holder = new GenericContainer<>(image).withCommand("sleep", "infinity");
        mountIn(holder, HELD_AT);
    }

    void start() {
        holder.start();
    }

    void mountIn(GenericContainer<?> container, String path) {
        Mounts.add(container, name, path, AccessMode.rw);
    }

    /** Leaves no room. */
    public void fill() {
        new Control(holder).shell("cat /dev/zero >> " + BALLAST + " 2>/dev/null || test -s " + BALLAST);
    }

    /** Gives back the room that {@link #fill} took. */
    public void free() {
        new Control(holder).shell("rm -f " + BALLAST);
    }

    @Override
    public void close() {
        holder.stop();
        DockerClientFactory.instance().client().removeVolumeCmd(name).exec();
    }
}
