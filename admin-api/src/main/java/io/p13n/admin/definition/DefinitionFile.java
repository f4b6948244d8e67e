package io.p13n.admin.definition;

import io.p13n.offer.definition.Digest;

/**
 * A document as it came.
 *
 * @param name its name within the folder, or what else it is called in problems
 * @param appliedBy who or what brings it
 */
record DefinitionFile(String name, String appliedBy, String text) {

    static DefinitionFile inFolder(String name, String text) {
        return new DefinitionFile(name, "folder: " + name, text);
    }

    /** @param key the name of the API key of who sent it */
    static DefinitionFile sentBy(String key, String text) {
        return new DefinitionFile("the document", "key: " + key, text);
    }

    /** The SHA-256 of the content, in hexadecimal digits. */
    String digest() {
        return Digest.ofSecret(text).hex();
    }
}
