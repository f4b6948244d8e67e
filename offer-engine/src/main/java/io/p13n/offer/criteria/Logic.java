package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.util.List;

/** Kleene's three-valued logic. */
final class Logic {

    private Logic() {}

    static final class And extends Node {

        private final Node[] operands;

        And(List<Node> operands) {
            this.operands = operands.toArray(Node[]::new);
        }

        @Override
        Object value(Facts facts, Locals locals) {
            Object result = true;
            for (var operand : operands) {
                var value = operand.value(facts, locals);
                if (Boolean.FALSE.equals(value)) {
                    return value;
                }
                if (!Boolean.TRUE.equals(value)) {
                    result = UNKNOWN;
                }
            }
            return result;
        }
    }

    static final class Or extends Node {

        private final Node[] operands;

        Or(List<Node> operands) {
            this.operands = operands.toArray(Node[]::new);
        }

        @Override
        Object value(Facts facts, Locals locals) {
            Object result = false;
            for (var operand : operands) {
                var value = operand.value(facts, locals);
                if (Boolean.TRUE.equals(value)) {
                    return value;
                }
                if (!Boolean.FALSE.equals(value)) {
                    result = UNKNOWN;
                }
            }
            return result;
        }
    }

    static final class Not extends Node {

        private final Node operand;

        Not(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return operand.value(facts, locals) instanceof Boolean truth ? (Object) !truth : UNKNOWN;
        }
    }

    /** {@code condition ? then : otherwise}. */
    static final class Conditional extends Node {

        private final Node condition;
        private final Node then;
        private final Node otherwise;

        Conditional(Node condition, Node then, Node otherwise) {
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var truth = condition.value(facts, locals);
            return truth instanceof Boolean known ? (known ? then : otherwise).value(facts, locals) : UNKNOWN;
        }
    }

    /** How a macro asks whether to go on. */
    static final class NotStrictlyFalse extends Node {

        private final Node operand;

        NotStrictlyFalse(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return !Boolean.FALSE.equals(operand.value(facts, locals));
        }
    }
}
