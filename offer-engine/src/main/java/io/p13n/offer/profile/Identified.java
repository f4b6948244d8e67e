package io.p13n.offer.profile;

import java.util.List;

/**
 * The ids of an event.
 *
 * @param ids most trusted first, at most one a key, normalised and valid
 */
public record Identified(List<Id> ids, List<DroppedId> dropped) {

    public Identified {
        ids = List.copyOf(ids);
        dropped = List.copyOf(dropped);
    }
}
