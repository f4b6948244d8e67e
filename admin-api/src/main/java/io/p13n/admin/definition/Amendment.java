package io.p13n.admin.definition;

import io.p13n.contract.PublishedDefinition;
import org.jspecify.annotations.Nullable;

/** A change of one definition, made out of what stands when its turn has come. */
@FunctionalInterface
public interface Amendment {

    /**
     * What shall stand.
     *
     * @param standing null if the definition never was
     * @throws io.p13n.admin.http.Faulted if what stands does not allow it
     */
    Draft draft(@Nullable PublishedDefinition standing);

    /** What shall stand. */
    sealed interface Draft {

        /** A document from outside. */
        record Sent(String text) implements Draft {}

        /**
         * An account's document that was made out of the one that stands.
         *
         * @param made the digest of a key or token that is new in it; empty for none
         */
        record Edited(String text, String made) implements Draft {}

        /** The end of the service. */
        record Deletion() implements Draft {}
    }
}
