package io.p13n.offer.definition;

import java.util.Map;

/** Where the named things of a service stand in its document, for problems that are found after reading. */
public record Places(Map<String, Place> attributes, Map<String, Place> offers, Map<String, Place> identityKeys) {

    private static final Place UNKNOWN = new Place("", 1, 1);

    public Places {
        attributes = Map.copyOf(attributes);
        offers = Map.copyOf(offers);
        identityKeys = Map.copyOf(identityKeys);
    }

    public Place attribute(String name) {
        return attributes.getOrDefault(name, UNKNOWN);
    }

    public Place offer(String name) {
        return offers.getOrDefault(name, UNKNOWN);
    }

    public Place identityKey(String name) {
        return identityKeys.getOrDefault(name, UNKNOWN);
    }
}
