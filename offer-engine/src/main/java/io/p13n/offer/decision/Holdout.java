package io.p13n.offer.decision;

/**
 * A customer for whom an offer with a holdout would have come: for comparing the two groups.
 *
 * @param held whether the profile is of the share that doesn't get it; otherwise it gets it, its cap and group permitting
 */
public record Holdout(String offer, boolean held) {}
