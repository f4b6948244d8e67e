package io.p13n.ingest;

import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The application that takes events over HTTP and answers with offers. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class IngestApi {

    /** The application, ready to be given properties and run. Its settings are in {@code ingest-api.yaml}. */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(IngestApi.class).properties("spring.config.name=ingest-api");
    }

    /** The one clock that stamps events and judges deadlines. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Runs a replica. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }
}
