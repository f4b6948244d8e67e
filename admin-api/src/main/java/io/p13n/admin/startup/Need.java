package io.p13n.admin.startup;

/** What a start waits for. */
enum Need {
    SCHEMA(
            "the definition tables in PostgreSQL",
            "Check that PostgreSQL runs where spring.r2dbc.url points to, and that reactor-service, which makes the"
                    + " tables, has been started with the same database."),
    KAFKA("Kafka", "Check that Kafka runs where spring.kafka.bootstrap-servers points to.");

    private final String words;
    private final String remedy;

    Need(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    String words() {
        return words;
    }

    String remedy() {
        return remedy;
    }
}
