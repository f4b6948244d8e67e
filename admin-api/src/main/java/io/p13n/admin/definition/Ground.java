package io.p13n.admin.definition;

import io.p13n.contract.PublishedDefinition;
import java.util.Collection;
import java.util.List;

/**
 * What a change stands on.
 *
 * @param adopted what the topic alone holds, or in a higher version: the database was restored
 * @param standing what stands with it
 * @param credentials what is remembered beyond the documents
 */
record Ground(List<PublishedDefinition> adopted, Standing standing, Credentials credentials) {

    Ground {
        adopted = List.copyOf(adopted);
    }

    static Ground of(Standing database, Collection<PublishedDefinition> topic, Credentials credentials) {
        return new Ground(database.newerIn(topic), database.with(topic), credentials);
    }
}
