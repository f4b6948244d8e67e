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
        poolBuffers();
        return new SpringApplicationBuilder(ReactorService.class).properties("spring.config.name=reactor-service");
    }

    /** Runs a replica. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /** Netty's default allocator makes each large buffer anew, zeroed; what a batch reads and writes is large. Unless it is set already. */
    private static void poolBuffers() {
        String allocator = "io.netty.allocator.type";
        System.setProperty(allocator, System.getProperty(allocator, "pooled"));
    }
}
