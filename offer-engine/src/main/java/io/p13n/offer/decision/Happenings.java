package io.p13n.offer.decision;

import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an event was, by the definition. Asked with null, it tells of any event.
 *
 * @param any whether it came in one of the service's tables
 * @param keyEvents by name
 */
record Happenings(boolean any, Set<String> keyEvents) implements Predicate<@Nullable String> {

    @Override
    public boolean test(@Nullable String keyEvent) {
        return keyEvent == null ? any : keyEvents.contains(keyEvent);
    }
}
