package io.p13n.offer.definition;

import org.jspecify.annotations.Nullable;

/**
 * Offers of which only so many are returned at once.
 *
 * @param atMost 1 to 100
 * @param defaultOffer the name of the one of them that is returned only where no other is
 */
public record OfferGroup(String name, int atMost, @Nullable String defaultOffer) {}
