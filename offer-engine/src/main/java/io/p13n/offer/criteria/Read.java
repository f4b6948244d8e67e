package io.p13n.offer.criteria;

import org.jspecify.annotations.Nullable;

/**
 * Something that a clause looks at.
 *
 * @param path as the expression writes it, {@code profile.views}
 * @param attribute the flat name where it is one of the profile
 */
record Read(String path, @Nullable String attribute, Node node) {}
