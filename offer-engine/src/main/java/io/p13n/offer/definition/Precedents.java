package io.p13n.offer.definition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the names of a service mean to its profiles: of each attribute and identity key what the latest version says that
 * has it, whether or not the current one does. For the state of a name that a definition doesn't know is kept. Immutable.
 */
public record Precedents(
        Map<String, Precedent<AttributeDefinition>> attributes, Map<String, Precedent<IdentityKey>> identityKeys) {

    /** Those of a service that never was. */
    public static final Precedents NONE = new Precedents(Map.of(), Map.of());

    /**
     * What a name was.
     *
     * @param version the latest that has it
     */
    public record Precedent<T>(T definition, long version) {}

    public Precedents {
        attributes = Map.copyOf(attributes);
        identityKeys = Map.copyOf(identityKeys);
    }

    /** With those names that only an older version has. */
    public Precedents precededBy(ServiceDefinition older, long version) {
        var allAttributes = new HashMap<>(attributes);
        older.attributes()
                .forEach(attribute -> allAttributes.putIfAbsent(attribute.name(), new Precedent<>(attribute, version)));
        var allKeys = new HashMap<>(identityKeys);
        older.identity().keys().forEach(key -> allKeys.putIfAbsent(key.name(), new Precedent<>(key, version)));
        return new Precedents(allAttributes, allKeys);
    }

    /** The names of a definition's attributes and identity keys of which nothing is known here. */
    public Set<String> unknown(ServiceDefinition definition) {
        var unknown = new HashSet<String>();
        definition.attributes().forEach(attribute -> unknown.add(attribute.name()));
        unknown.removeAll(attributes.keySet());
        definition.identity().keys().stream()
                .map(IdentityKey::name)
                .filter(name -> !identityKeys.containsKey(name))
                .forEach(unknown::add);
        return unknown;
    }
}
