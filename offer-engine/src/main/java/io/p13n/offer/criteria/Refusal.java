package io.p13n.offer.criteria;

/** Carries what can't be planned, and where, out of a tree; never leaves this package. */
final class Refusal extends Exception {

    private final long expression;

    Refusal(long expression, String message) {
        super(message, null, false, false);
        this.expression = expression;
    }

    /** The id of the node of the tree. */
    long expression() {
        return expression;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
