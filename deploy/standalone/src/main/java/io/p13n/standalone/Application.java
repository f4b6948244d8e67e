package io.p13n.standalone;

import io.p13n.admin.AdminApi;
import io.p13n.ingest.IngestApi;
import io.p13n.reactor.ReactorService;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The applications, in the order of their start: the reactor makes the tables, admin the topics. */
enum Application {
    REACTOR("reactor-service", Port.REACTOR_MANAGEMENT),
    ADMIN("admin-api", Port.ADMIN_MANAGEMENT),
    INGEST("ingest-api", Port.INGEST_MANAGEMENT);

    /** Here the class path of all is one, so what admin-api has and reactor-service has not must be kept from it by name. */
    static final String R2DBC = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration";

    /** What both of them have, and ingest-api has not. */
    static final String OF_A_DATABASE = String.join(
            ",",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            R2DBC,
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration");

    private final String words;
    private final Port management;

    Application(String words, Port management) {
        this.words = words;
        this.management = management;
    }

    String words() {
        return words;
    }

    SpringApplicationBuilder builder() {
        var builder = switch (this) {
            case REACTOR -> ReactorService.application();
            case ADMIN -> AdminApi.application();
            case INGEST -> IngestApi.application();
        };
        return builder.registerShutdownHook(false);
    }

    /** Where its health is asked for. */
    Port management() {
        return management;
    }
}
