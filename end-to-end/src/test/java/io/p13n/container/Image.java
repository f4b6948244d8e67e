package io.p13n.container;

import com.github.dockerjava.api.model.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** An image of ours, built from what Maven has packaged when it is first asked for. */
public enum Image {
    INGEST_API("ingest-api", "ingest-api", 8080, 9080),
    REACTOR_SERVICE("reactor-service", "reactor-service", 9081, 9081),
    ADMIN_API("admin-api", "admin-api", 8090, 8091),
    STANDALONE("standalone", "deploy/standalone", 8080, 9080);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String HEALTH = "deploy/docker/health";

    private static final Map<Image, ImageFromDockerfile> BUILT = new ConcurrentHashMap<>();

    private final String application;
    private final Path module;
    private final int http;
    private final int management;

    Image(String application, String module, int http, int management) {
        this.application = application;
        this.module = Path.of(module);
        this.http = http;
        this.management = management;
    }

    /** Its name, as that of the Deployment. */
    public String application() {
        return application;
    }

    /** The port for callers; the management port of an application that has no callers. */
    int http() {
        return http;
    }

    int management() {
        return management;
    }

    public ImageFromDockerfile built() {
        return BUILT.computeIfAbsent(this, Image::describe);
    }

    /** What the image tells of itself. */
    public ContainerConfig configuration() {
        var configuration = DockerClientFactory.instance()
                .client()
                .inspectImageCmd(built().get())
                .exec()
                .getConfig();
        return Objects.requireNonNull(configuration);
    }

    /** Nothing is built yet: that is done by who first starts a container. */
    private ImageFromDockerfile describe() {
        Path jar = jar();
        return new ImageFromDockerfile("p13n/" + application + ":under-test", false)
                .withBuildArg("APPLICATION", application)
                .withFileFromPath("Dockerfile", ROOT.resolve("deploy/docker/Dockerfile"))
                .withFileFromPath(HEALTH, ROOT.resolve(HEALTH))
                .withFileFromPath(ROOT.relativize(jar).toString(), jar);
    }

    private Path jar() {
        Path target = ROOT.resolve(module).resolve("target");
        try (var jars = Files.newDirectoryStream(target, application + "-*-boot.jar")) {
            return jars.iterator().next();
        } catch (IOException | NoSuchElementException missing) {
            throw new IllegalStateException(
                    "There is no %s-*-boot.jar in %s to make an image of: run \"mvn verify\" for all modules."
                            .formatted(application, target),
                    missing);
        }
    }
}
