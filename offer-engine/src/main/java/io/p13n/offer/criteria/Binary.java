package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

/** An operator that needs both of its operands. */
abstract class Binary extends Node {

    private final Node left;
    private final Node right;

    Binary(Node left, Node right) {
        this.left = left;
        this.right = right;
    }

    /** Of two known values. */
    abstract Object of(Object left, Object right, Locals locals);

    @Override
    final Object value(Facts facts, Locals locals) {
        var one = left.value(facts, locals);
        if (one == UNKNOWN) {
            return UNKNOWN;
        }
        var other = right.value(facts, locals);
        return other == UNKNOWN ? UNKNOWN : of(one, other, locals);
    }
}
