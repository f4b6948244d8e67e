package io.p13n.reactor;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application that consumes events, keeps profiles and decides. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class ReactorService {

    /** The application, ready to be given properties and run. Its settings are in {@code reactor-service.yaml}. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ReactorService.class).properties("spring.config.name=reactor-service");
    }

    /** Runs a replica. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }
}
