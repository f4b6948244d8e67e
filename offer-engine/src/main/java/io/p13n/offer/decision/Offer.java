package io.p13n.offer.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The named answer.
 *
 * @param attributes absent where the payload defines none
 * @param batchSegments the named segments that the customer is a member of; absent where the payload defines none
 */
public record Offer(
        String name, @Nullable Outputs attributes, @Nullable List<String> batchSegments) {

    public Offer {
        batchSegments = batchSegments == null ? null : List.copyOf(batchSegments);
    }
}
