package io.p13n.ingest;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * Event loops of its own for the HTTP server. Spring Boot would take Reactor Netty's global ones, and the first
 * application in a process to stop would end them for the others, which then wait out their graceful shutdown.
 */
@Configuration(proxyBeanMethods = false)
class ServerThreads {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** No handler blocks, so more loops than these (Reactor Netty's least is four) only wake each other. */
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        var own = new ReactorResourceFactory();
        own.setUseGlobalResources(false);
        own.setLoopResourcesSupplier(() -> LoopResources.create("p13n-ingest-http", CORES, true));
        own.setShutdownQuietPeriod(Duration.ZERO); // comes after the graceful shutdown: nothing is left to wait for
        own.setShutdownTimeout(TIMEOUT);
        return own;
    }
}
