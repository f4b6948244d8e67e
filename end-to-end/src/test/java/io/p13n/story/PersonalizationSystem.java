package io.p13n.story;

import io.p13n.container.Installation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives stories a running system and its actors: a {@link Customer} that nobody knows yet, and the {@link Parts} behind.
 * The system, embedded or as containers by the flag {@code p13n.parts}, is started once, when the first story asks, and
 * ends with the last; so stories use data of their own.
 */
public final class PersonalizationSystem implements ParameterResolver {

    private static final Logger log = LoggerFactory.getLogger(PersonalizationSystem.class);
    private static final AtomicInteger CUSTOMERS = new AtomicInteger();
    private static final AtomicBoolean TRIED = new AtomicBoolean();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext story) {
        Class<?> type = parameter.getParameter().getType();
        return type == Customer.class || Parts.class.isAssignableFrom(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext story) {
        Parts parts = parts(story);
        if (Parts.class.isAssignableFrom(parameter.getParameter().getType())) {
            return parts;
        }
        return new Customer(new Website(parts), "customer" + CUSTOMERS.incrementAndGet() + "@example.com");
    }

    private static Parts parts(ExtensionContext story) {
        return story.getRoot()
                .getStore(ExtensionContext.Namespace.create(PersonalizationSystem.class))
                .computeIfAbsent(Parts.class, key -> startOnce(), Parts.class);
    }

    /** What did not start for the first story does not for the next, which need not wait to find out. */
    private static Parts startOnce() {
        if (TRIED.getAndSet(true)) {
            throw new IllegalStateException("the system did not start for an earlier story");
        }
        return start();
    }

    private static Parts start() {
        if (Installation.isWanted()) {
            log.info("the stories are told on containers");
            return ContainerParts.start();
        }
        log.warn("the stories are told on embedded parts; with Docker, \"mvn verify -Pcontainers\" tells them on both");
        return EmbeddedParts.start();
    }
}
