package io.p13n.offer.criteria;

/** What the expression itself says. */
final class Constant extends Node {

    private final Object value;

    Constant(Object value) {
        this.value = value;
    }

    Object value() {
        return value;
    }

    @Override
    Object value(Facts facts, Locals locals) {
        return value;
    }
}
