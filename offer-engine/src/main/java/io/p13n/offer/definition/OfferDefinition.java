package io.p13n.offer.definition;

import org.jspecify.annotations.Nullable;

/**
 * When a customer gets what.
 *
 * @param name unique within the service
 * @param includeSensitive whether private callers get payload entries that read sensitive attributes
 */
public record OfferDefinition(
        String name,
        EntryCriteria entryCriteria,
        PayloadDefinition payload,
        boolean includeSensitive,
        OfferPolicies policies) {

    /**
     * What must hold; an absent part always does.
     *
     * @param keyEvent the name of a key event
     * @param event reads {@code event} and {@code now}
     * @param profile reads {@code profile}, {@code segments}, {@code event} and {@code now}
     */
    public record EntryCriteria(
            @Nullable String keyEvent,
            @Nullable Expression event,
            @Nullable Expression profile) {}
}
