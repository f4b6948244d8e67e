package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Precedents;
import io.p13n.offer.definition.Reading;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The newest version of each definition. Immutable. */
record Standing(Map<DefinitionKey, PublishedDefinition> versions) {

    Standing {
        versions = Map.copyOf(versions);
    }

    static Standing of(Collection<PublishedDefinition> definitions) {
        return new Standing(Map.of()).with(definitions);
    }

    /** With these added; of one definition the higher version stays, and what either revoked. */
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
                .filter(other -> other.version() > number(other.key()))
                .toList();
    }

    /** Whether this text is what stands. */
    boolean says(DefinitionKey key, String text) {
        PublishedDefinition standing = versions.get(key);
        return standing != null && !standing.deleted() && standing.document().equals(text);
    }

    /** What names mean by the version that stands, even if it ends the service: profiles are still there. */
    Precedents precedents(DefinitionKey key) {
        PublishedDefinition standing = versions.get(key);
        return standing == null ? Precedents.NONE : Histories.with(Precedents.NONE, standing);
    }

    /** The account's document as it stands; absent if there is none, or none that this release can read. */
    @Nullable
    AccountDocument account(DefinitionKey key) {
        PublishedDefinition standing = versions.get(key);
        return standing != null
                        && !standing.deleted()
                        && DefinitionReader.read(standing.document()) instanceof Reading.Read read
                        && read.document() instanceof AccountDocument account
                ? account
                : null;
    }

    /** What may never be in the account's document again. */
    Set<String> revoked(DefinitionKey key) {
        PublishedDefinition standing = versions.get(key);
        return standing == null ? Set.of() : standing.revoked();
    }

    @Nullable
    PublishedDefinition version(DefinitionKey key) {
        return versions.get(key);
    }

    /** The version that would come next with this text. */
    PublishedDefinition next(DefinitionKey key, String text) {
        return new PublishedDefinition(key, number(key) + 1, false, text);
    }

    /** The version that would end the service. */
    PublishedDefinition deleted(DefinitionKey key) {
        PublishedDefinition standing = versions.get(key);
        return new PublishedDefinition(key, number(key) + 1, true, standing == null ? "" : standing.document());
    }

    private long number(DefinitionKey key) {
        PublishedDefinition standing = versions.get(key);
        return standing == null ? 0 : standing.version();
    }

    private static PublishedDefinition newer(PublishedDefinition one, PublishedDefinition other) {
        Set<String> revoked = new HashSet<>(one.revoked());
        revoked.addAll(other.revoked());
        return (other.version() > one.version() ? other : one).revoking(revoked);
    }
}
