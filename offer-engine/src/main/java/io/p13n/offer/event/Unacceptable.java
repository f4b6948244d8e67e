package io.p13n.offer.event;

/** Carries a reason up through the nesting of a body; never leaves this package. */
final class Unacceptable extends Exception {

    Unacceptable(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
