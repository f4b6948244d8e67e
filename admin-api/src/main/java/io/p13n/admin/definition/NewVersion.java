package io.p13n.admin.definition;

import io.p13n.contract.PublishedDefinition;

/**
 * A version to be kept.
 *
 * @param appliedBy who or what brought it
 */
record NewVersion(PublishedDefinition definition, String appliedBy) {

    static NewVersion adopted(PublishedDefinition definition) {
        return new NewVersion(definition, "topic");
    }

    static NewVersion applied(PublishedDefinition definition, DefinitionFile file) {
        return new NewVersion(definition, "folder: " + file.name());
    }
}
