package io.p13n.offer.criteria;

import org.jspecify.annotations.Nullable;

/**
 * Something that a clause looks at.
 *
 * @param path much as the expression writes it, {@code profile.views}
 * @param attribute the flat name where it is one of the profile
 * @param field the event's field where it is in the event
 */
record Read(
        String path, @Nullable String attribute, @Nullable String field, Node node) {

    static Read ofAttribute(String name, Node node) {
        return new Read(Criteria.PROFILE + "." + name, name, null, node);
    }

    static Read ofEvent(EventPath path, Node node) {
        return new Read(path.text(), null, path.field(), node);
    }

    static Read ofSegments(Node node) {
        return new Read(Criteria.SEGMENTS, null, null, node);
    }
}
