package io.p13n.reactor;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;

/**
 * Brings the database's schema up to date and ends: the step before replicas that have {@code spring.flyway.enabled}
 * false. Any number may run at once, for Flyway holds a lock of the database meanwhile.
 */
@ImportAutoConfiguration(FlywayAutoConfiguration.class)
public class Migration {

    /** Its settings are those of the application, in {@code reactor-service.yaml}. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(Migration.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=reactor-service");
    }

    /** Migrates; an exception, and so an exit code other than 0, if it could not. */
    public static void main(String[] arguments) {
        application().run(arguments).close();
    }
}
