package io.p13n.offer.decision;

import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Increment;
import io.p13n.offer.profile.Micros;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attribute, with what can be known of its changes before any event.
 *
 * @param windows of a counter; none for a total, and for other kinds
 * @param increment of a counter with a constant one, in millionths
 */
record PlannedUpdate(
        AttributeDefinition attribute,
        Set<Duration> windows,
        @Nullable Long increment) {

    PlannedUpdate {
        windows = Set.copyOf(windows);
    }

    static List<PlannedUpdate> of(List<AttributeDefinition> attributes) {
        return attributes.stream().map(PlannedUpdate::of).toList();
    }

    private static PlannedUpdate of(AttributeDefinition attribute) {
        if (!(attribute instanceof Counter counter)) {
            return new PlannedUpdate(attribute, Set.of(), null);
        }
        return new PlannedUpdate(
                counter,
                windows(counter),
                counter.increment() instanceof Increment.Constant constant ? Micros.of(constant.amount()) : null);
    }

    static Set<Duration> windows(Counter counter) {
        if (counter.window() == null) {
            return Set.of();
        }
        var windows = new HashSet<>(counter.subWindows().values());
        windows.add(counter.window());
        return windows;
    }
}
