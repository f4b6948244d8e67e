package io.p13n.container;

import java.net.URI;
import org.testcontainers.containers.GenericContainer;

/** A container of one of our images. */
public final class Application {

    private final Image image;
    private final GenericContainer<?> container;

    Application(Image image, GenericContainer<?> container) {
        this.image = image;
        this.container = container;
    }

    GenericContainer<?> container() {
        return container;
    }

    /** Where it serves callers; where it tells of itself if it has none. */
    public URI http() {
        return at(image.http());
    }

    /** Where it tells of itself. */
    public URI management() {
        return at(image.management());
    }

    private URI at(int port) {
        return URI.create("http://%s:%d".formatted(container.getHost(), container.getMappedPort(port)));
    }

    public Control control() {
        return new Control(container);
    }
}
