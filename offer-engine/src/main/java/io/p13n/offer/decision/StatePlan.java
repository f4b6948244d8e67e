package io.p13n.offer.decision;

import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.Profile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that profiles keep a state of, each in a place of its own, so that nothing is looked up by name while an event is
 * decided. Immutable.
 */
final class StatePlan {

    /** Sorted, as {@link io.p13n.offer.profile.AttributeStates} has them. */
    private final String[] names;

    private final AttributeUpdate[] updates;

    private StatePlan(Map<String, AttributeUpdate> updates) {
        var sorted = new TreeMap<>(updates);
        this.names = sorted.keySet().toArray(String[]::new);
        this.updates = sorted.values().toArray(AttributeUpdate[]::new);
    }

    static StatePlan of(List<AttributeDefinition> attributes, KeyEvents keyEvents) {
        var updates = new TreeMap<String, AttributeUpdate>();
        for (var attribute : attributes) {
            if (attribute instanceof Single single) {
                updates.put(single.name(), AttributeUpdate.of(single, keyEvents.number(single.on())));
            } else if (attribute instanceof Counter counter) {
                updates.put(counter.name(), AttributeUpdate.of(counter, keyEvents.number(counter.on())));
            } else if (attribute instanceof Listed list) {
                updates.put(list.name(), new ListUpdate(list, keyEvents));
            }
        }
        return new StatePlan(updates);
    }

    /** Where the state of an attribute stands. */
    int place(String name) {
        return Arrays.binarySearch(names, name);
    }

    /** The profile as it is. */
    PlacedProfile of(Profile profile) {
        return new PlacedProfile(profile, profile.states().of(names));
    }

    /** The profile after an event. */
    PlacedProfile after(Profile before, Occurrence event) {
        var states = before.states().of(names);
        for (int i = 0; i < names.length; i++) {
            var changed = updates[i].after(states[i], event);
            if (changed != null) {
                states[i] = changed;
            }
        }
        var after = before.after(event.moment().time(), before.states().with(names, states));
        return new PlacedProfile(after, states);
    }

    /**
     * A profile, and its states in their places.
     *
     * @param states null where there is none
     */
    record PlacedProfile(Profile profile, @Nullable AttributeState[] states) {}
}
