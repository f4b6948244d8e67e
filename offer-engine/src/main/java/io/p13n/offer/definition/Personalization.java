package io.p13n.offer.definition;

import java.util.List;

/** A named group of offers. */
public record Personalization(String name, List<OfferDefinition> offers) {

    public Personalization {
        offers = List.copyOf(offers);
    }
}
