package io.p13n.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** What an operator, or fate, does to a started container. Each call returns when it is done. */
public final class Control {

    private static final int STOP_SECONDS = 40;
    private static final int ENDED_BY_SIGTERM = 128 + 15;

    private final GenericContainer<?> container;

    public Control(GenericContainer<?> container) {
        this.container = container;
    }

    public boolean isRunning() {
        return Boolean.TRUE.equals(state().getRunning());
    }

    public void kill() {
        end("KILL");
    }

    /** Sends its first process a signal that ends it. */
    public void end(String signal) {
        if (isRunning()) {
            docker().killContainerCmd(id()).withSignal(signal).exec();
            docker().waitContainerCmd(id())
                    .exec(new WaitContainerResultCallback())
                    .awaitStatusCode(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Asks it to end, as Kubernetes does, and has it killed if it takes too long. */
    public void stop() {
        docker().stopContainerCmd(id()).withTimeout(STOP_SECONDS).exec();
    }

    /**
     * The same of a JVM.
     *
     * @throws IllegalStateException if it did not end by SIGTERM, in its own order
     */
    public void stopInOrder() {
        stop();
        Long code = state().getExitCodeLong();
        if (code == null || code != ENDED_BY_SIGTERM) {
            throw new IllegalStateException(
                    "%s did not stop in order: exit code %s".formatted(container.getDockerImageName(), code));
        }
    }

    /** Starts what ended, with the files and the published ports that it had. */
    public void startAgain() {
        docker().startContainerCmd(id()).exec();
    }

    public void pause() {
        docker().pauseContainerCmd(id()).exec();
    }

    /** Ends a pause, if there is one. */
    public void resume() {
        if (Boolean.TRUE.equals(state().getPaused())) {
            docker().unpauseContainerCmd(id()).exec();
        }
    }

    /** Pulls its plug: its connections stay open, and nothing goes through them. */
    void leave(Network network) {
        docker().disconnectFromNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .exec();
    }

    /** Does nothing if it is there. */
    void join(Network network, String alias) {
        boolean isThere = docker().inspectContainerCmd(id()).exec().getNetworkSettings().getNetworks().values().stream()
                .anyMatch(each -> network.getId().equals(each.getNetworkID()));
        if (isThere) {
            return;
        }
        docker().connectToNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .withContainerNetwork(new ContainerNetwork().withAliases(alias))
                .exec();
    }

    /** What its health check says: {@code starting}, {@code healthy} or {@code unhealthy}. */
    public String health() {
        return state().getHealth().getStatus();
    }

    /** A file of its, whole. */
    public byte[] file(String path) {
        return container.copyFileFromContainer(path, InputStream::readAllBytes);
    }

    /**
     * What a command of its shell says.
     *
     * @throws IllegalStateException if it fails
     */
    String shell(String command) {
        try {
            var result = container.execInContainer("sh", "-c", command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("%s ended with %s".formatted(command, result));
            }
            return result.getStdout();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public String log() {
        return container.getLogs();
    }

    private ContainerState state() {
        return docker().inspectContainerCmd(id()).exec().getState();
    }

    private String id() {
        return container.getContainerId();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }
}
