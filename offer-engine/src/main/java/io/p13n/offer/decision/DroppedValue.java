package io.p13n.offer.decision;

/** A value that could not become an attribute's; the event goes on without it. */
public record DroppedValue(String attribute, Reason reason) {

    public enum Reason {
        /** Not of the attribute's type, nor to be read as one. */
        NOT_COERCIBLE,
        /** A string of over 500 bytes of UTF-8. */
        TOO_LONG
    }
}
