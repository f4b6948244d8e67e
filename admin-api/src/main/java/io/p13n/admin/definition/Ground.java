package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.definition.Precedents;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a change stands on.
 *
 * @param adopted what the topic alone holds, or in a higher version: the database was restored
 * @param standing what stands with it
 * @param credentials what is remembered beyond the documents
 * @param histories what names mean by all versions of a service; of others, by the one that stands
 */
record Ground(
        List<PublishedDefinition> adopted,
        Standing standing,
        Credentials credentials,
        Map<DefinitionKey, Precedents> histories) {

    Ground {
        adopted = List.copyOf(adopted);
        histories = Map.copyOf(histories);
    }

    static Ground of(Standing database, Collection<PublishedDefinition> topic, Credentials credentials) {
        return new Ground(database.newerIn(topic), database.with(topic), credentials, Map.of());
    }

    Ground with(Map<DefinitionKey, Precedents> histories) {
        return new Ground(adopted, standing, credentials, histories);
    }

    /** What names mean to the service's profiles. */
    Precedents precedents(DefinitionKey key) {
        Precedents known = histories.get(key);
        return known == null ? standing.precedents(key) : known;
    }
}
