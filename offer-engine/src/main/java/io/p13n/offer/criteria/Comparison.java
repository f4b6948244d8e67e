package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

/** Comparisons of two values; those with a constant have classes of their own, because nearly all are such. */
final class Comparison {

    enum Order {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }

        /** The order that holds of the operands in each other's place. */
        Order mirrored() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
                case GREATER -> LESS;
                case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            };
        }
    }

    private Comparison() {}

    static Node ordered(Node left, Order order, Node right) {
        if (right instanceof Constant constant) {
            return new OrderedConstant(left, order, constant.value());
        }
        return left instanceof Constant constant
                ? new OrderedConstant(right, order.mirrored(), constant.value())
                : new Ordered(left, order, right);
    }

    static Node equal(Node left, Node right, boolean wanted) {
        if (right instanceof Constant constant) {
            return new EqualConstant(left, constant.value(), wanted);
        }
        return left instanceof Constant constant
                ? new EqualConstant(right, constant.value(), wanted)
                : new Equal(left, right, wanted);
    }

    static final class Ordered extends Node {

        private final Node left;
        private final Order order;
        private final Node right;

        Ordered(Node left, Order order, Node right) {
            this.left = left;
            this.order = order;
            this.right = right;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return judged(Values.compare(left.value(facts, locals), right.value(facts, locals), locals), order);
        }
    }

    static final class OrderedConstant extends Node {

        private final Node operand;
        private final Order order;
        private final Object constant;
        private final double number;

        OrderedConstant(Node operand, Order order, Object constant) {
            this.operand = operand;
            this.order = order;
            this.constant = constant;
            this.number = constant instanceof Number value ? value.doubleValue() : Double.NaN;
        }

        Node operand() {
            return operand;
        }

        Order order() {
            return order;
        }

        Object constant() {
            return constant;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            return judged(
                    value instanceof Double d && !Double.isNaN(number)
                            ? Values.compareDoubles(d, number)
                            : Values.compare(value, constant, locals),
                    order);
        }
    }

    private static Object judged(int comparison, Order order) {
        if (comparison == Values.NO_ORDER) {
            return UNKNOWN;
        }
        return comparison != Values.NEITHER && order.holds(comparison);
    }

    private static Object judged(Object equal, boolean wanted) {
        return equal == UNKNOWN ? UNKNOWN : (Object) ((equal == Boolean.TRUE) == wanted);
    }

    static final class Equal extends Node {

        private final Node left;
        private final Node right;
        private final boolean wanted;

        Equal(Node left, Node right, boolean wanted) {
            this.left = left;
            this.right = right;
            this.wanted = wanted;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var one = left.value(facts, locals);
            var other = right.value(facts, locals);
            return one == UNKNOWN || other == UNKNOWN ? UNKNOWN : judged(Values.equal(one, other, locals), wanted);
        }
    }

    static final class EqualConstant extends Node {

        private final Node operand;
        private final Object constant;
        private final boolean wanted;

        EqualConstant(Node operand, Object constant, boolean wanted) {
            this.operand = operand;
            this.constant = constant;
            this.wanted = wanted;
        }

        Node operand() {
            return operand;
        }

        Object constant() {
            return constant;
        }

        boolean wanted() {
            return wanted;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            return value == UNKNOWN ? UNKNOWN : judged(Values.equal(constant, value, locals), wanted);
        }
    }
}
