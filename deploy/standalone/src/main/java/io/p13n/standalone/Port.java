package io.p13n.standalone;

/** What listens on 127.0.0.1. Each is set by the property {@code p13n.standalone.<name>}. */
public enum Port {
    HTTP("http-port", 8080, "HTTP"),
    HTTPS("https-port", 8443, "HTTPS"),
    SHOP("shop-port", 8082, "the sample shop"),
    ADMIN("admin-port", 8081, "admin"),
    INGEST_MANAGEMENT("ingest-management-port", 9080, "management of ingest-api"),
    REACTOR_MANAGEMENT("reactor-management-port", 9081, "management of reactor-service"),
    ADMIN_MANAGEMENT("admin-management-port", 9082, "management of admin-api"),
    REPLY("reply-port", 7070, "reply channel"),
    KAFKA("kafka-port", 19_092, "Kafka"),
    KAFKA_CONTROLLER("kafka-controller-port", 19_093, "Kafka controller"),
    POSTGRESQL("postgresql-port", 15_432, "PostgreSQL");

    private final String property;
    private final int usual;
    private final String words;

    Port(String property, int usual, String words) {
        this.property = property;
        this.usual = usual;
        this.words = words;
    }

    /** Below {@code p13n.standalone.}. */
    String property() {
        return property;
    }

    public int usual() {
        return usual;
    }

    String words() {
        return words;
    }
}
