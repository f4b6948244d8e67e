package io.p13n.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;

/** Mounts, of volumes too, and without the image that Testcontainers would pull to try whether files can be mounted. */
final class Mounts {

    private Mounts() {}

    /**
     * Has a container mount something when it is made.
     *
     * @param source a volume's name, or an absolute path of this machine
     */
    static void add(GenericContainer<?> container, String source, String path, AccessMode mode) {
        var mount = new Bind(source, new Volume(path), mode);
        container.withCreateContainerCmdModifier(command -> add(command, mount));
    }

    private static void add(CreateContainerCmd command, Bind mount) {
        var host = command.getHostConfig();
        Bind[] others = host.getBinds();
        host.withBinds(Stream.concat(others == null ? Stream.empty() : Stream.of(others), Stream.of(mount))
                .toArray(Bind[]::new));
    }
}
