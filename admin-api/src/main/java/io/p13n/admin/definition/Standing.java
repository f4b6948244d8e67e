package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest version of each definition. Immutable. */
record Standing(Map<DefinitionKey, PublishedDefinition> versions) {

    Standing {
        versions = Map.copyOf(versions);
    }

    static Standing of(Collection<PublishedDefinition> definitions) {
        return new Standing(Map.of()).with(definitions);
    }

    /** With these added; of one definition the higher version stays. */
    Standing with(Collection<PublishedDefinition> added) {
        Map<DefinitionKey, PublishedDefinition> merged = new LinkedHashMap<>(versions);
        for (PublishedDefinition definition : added) {
            merged.merge(definition.key(), definition, Standing::newer);
        }
        return new Standing(merged);
    }

    /** What the other holds in a higher version, or alone. */
    List<PublishedDefinition> newerIn(Collection<PublishedDefinition> others) {
        return others.stream()
                .filter(other -> other.version() > version(other.key()))
                .toList();
    }

    /** Whether this text is what stands. */
    boolean says(DefinitionKey key, String text) {
        PublishedDefinition standing = versions.get(key);
        return standing != null && !standing.deleted() && standing.document().equals(text);
    }

    /** The service's definition as it stands; absent if there is none, or none that this release can read. */
    @Nullable
    ServiceDefinition service(DefinitionKey key) {
        PublishedDefinition standing = versions.get(key);
        return standing != null
                        && !standing.deleted()
                        && DefinitionReader.read(standing.document()) instanceof Reading.Read read
                        && read.document() instanceof ServiceDefinition service
                ? service
                : null;
    }

    /** The version that would come next with this text. */
    PublishedDefinition next(DefinitionKey key, String text) {
        return new PublishedDefinition(key, version(key) + 1, false, text);
    }

    private long version(DefinitionKey key) {
        PublishedDefinition standing = versions.get(key);
        return standing == null ? 0 : standing.version();
    }

    private static PublishedDefinition newer(PublishedDefinition one, PublishedDefinition other) {
        return other.version() > one.version() ? other : one;
    }
}
