package io.p13n.admin;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The application that owns the definitions.
 *
 * <p>Its start applies the folder of documents and publishes what is current; only then is it ready. {@code run} throws
 * {@link io.p13n.admin.definition.DefinitionsRefused} when a document is wrong, and
 * {@link io.p13n.admin.startup.StartAbandoned} when PostgreSQL or Kafka did not come.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AdminApi {

    /** The application with its own settings, {@code admin-api.yaml}, so that it can share a class path. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(AdminApi.class)
                .main(AdminApi.class)
                .web(WebApplicationType.REACTIVE)
                .properties("spring.config.name=admin-api");
    }

    public static void main(String[] args) {
        application().run(args);
    }
}
