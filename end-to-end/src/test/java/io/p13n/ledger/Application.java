package io.p13n.ledger;

import io.p13n.container.Image;

/** One of ours, as a class with a {@code main} and as an image. */
enum Application {
    INGEST("ingest", "io.p13n.ingest.IngestApi", Image.INGEST_API),
    REACTOR("reactor", "io.p13n.reactor.ReactorService", Image.REACTOR_SERVICE),
    ADMIN("admin", "io.p13n.admin.AdminApi", Image.ADMIN_API);

    private final String kind;
    private final String main;
    private final Image image;

    Application(String kind, String main, Image image) {
        this.kind = kind;
        this.main = main;
        this.image = image;
    }

    /** How the names of its parts begin. */
    String kind() {
        return kind;
    }

    String main() {
        return main;
    }

    Image image() {
        return image;
    }
}
