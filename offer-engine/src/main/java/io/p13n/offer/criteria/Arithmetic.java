package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

/** Numbers of one type. What leaves the range of a long, and division of longs by zero, is unknown. */
final class Arithmetic {

    private Arithmetic() {}

    static final class Subtract extends Binary {

        Subtract(Node left, Node right) {
            super(left, right);
        }

        @Override
        Object of(Object left, Object right, Locals locals) {
            if (left instanceof Double a && right instanceof Double b) {
                return a - b;
            }
            if (left instanceof Long a && right instanceof Long b) {
                var difference = a - b;
                return ((a ^ b) & (a ^ difference)) < 0 ? UNKNOWN : (Object) difference;
            }
            return Times.subtract(left, right);
        }
    }

    static final class Multiply extends Binary {

        Multiply(Node left, Node right) {
            super(left, right);
        }

        @Override
        Object of(Object left, Object right, Locals locals) {
            if (left instanceof Double a && right instanceof Double b) {
                return a * b;
            }
            if (left instanceof Long a && right instanceof Long b) {
                var product = a * b;
                return Math.multiplyHigh(a, b) == product >> 63 ? (Object) product : UNKNOWN;
            }
            return UNKNOWN;
        }
    }

    static final class Divide extends Binary {

        Divide(Node left, Node right) {
            super(left, right);
        }

        @Override
        Object of(Object left, Object right, Locals locals) {
            if (left instanceof Double a && right instanceof Double b) {
                return a / b;
            }
            return left instanceof Long a && right instanceof Long b && b != 0 && (a != Long.MIN_VALUE || b != -1)
                    ? (Object) (a / b)
                    : UNKNOWN;
        }
    }

    static final class Modulo extends Binary {

        Modulo(Node left, Node right) {
            super(left, right);
        }

        @Override
        Object of(Object left, Object right, Locals locals) {
            return left instanceof Long a && right instanceof Long b && b != 0 && (a != Long.MIN_VALUE || b != -1)
                    ? (Object) (a % b)
                    : UNKNOWN;
        }
    }

    static final class Negate extends Node {

        private final Node operand;

        Negate(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            if (value instanceof Long number) {
                return number == Long.MIN_VALUE ? UNKNOWN : (Object) (-number);
            }
            return value instanceof Double number ? (Object) (-number) : UNKNOWN;
        }
    }
}
