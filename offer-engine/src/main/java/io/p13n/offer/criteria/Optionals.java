package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.util.Optional;

/** What can be done with {@code x.?name}. */
final class Optionals {

    private Optionals() {}

    static final class HasValue extends Node {

        private final Node operand;

        HasValue(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return operand.value(facts, locals) instanceof Optional<?> optional
                    ? (Object) optional.isPresent()
                    : UNKNOWN;
        }
    }

    static final class Value extends Node {

        private final Node operand;

        Value(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return operand.value(facts, locals) instanceof Optional<?> optional && optional.isPresent()
                    ? optional.get()
                    : UNKNOWN;
        }
    }

    static final class OrValue extends Node {

        private final Node operand;
        private final Node otherwise;

        OrValue(Node operand, Node otherwise) {
            this.operand = operand;
            this.otherwise = otherwise;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            if (!(operand.value(facts, locals) instanceof Optional<?> optional)) {
                return UNKNOWN;
            }
            return optional.isPresent() ? optional.get() : otherwise.value(facts, locals);
        }
    }

    static final class Or extends Node {

        private final Node operand;
        private final Node otherwise;

        Or(Node operand, Node otherwise) {
            this.operand = operand;
            this.otherwise = otherwise;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            if (!(operand.value(facts, locals) instanceof Optional<?> optional)) {
                return UNKNOWN;
            }
            return optional.isPresent() ? optional : otherwise.value(facts, locals);
        }
    }
}
