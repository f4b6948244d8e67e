package io.p13n.story;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives stories a running system and its actors: a {@link Customer} that nobody knows yet, and the {@link Parts} behind.
 * The system is started once, when the first story asks, and ends with the last; so stories use data of their own.
 */
public final class PersonalizationSystem implements ParameterResolver {

    private static final AtomicInteger CUSTOMERS = new AtomicInteger();

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
                .computeIfAbsent(Parts.class, key -> EmbeddedParts.start(), Parts.class);
    }
}
