package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code +}: numbers, texts, lists, moments. */
final class Add extends Binary {

    Add(Node left, Node right) {
        super(left, right);
    }

    @Override
    Object of(Object left, Object right, Locals locals) {
        if (left instanceof Double a && right instanceof Double b) {
            return a + b;
        }
        if (left instanceof Long a && right instanceof Long b) {
            var sum = a + b;
            return ((a ^ sum) & (b ^ sum)) < 0 ? UNKNOWN : (Object) sum;
        }
        if (left instanceof String a && right instanceof String b) {
            return locals.spend(a.length() + b.length()) ? a + b : UNKNOWN;
        }
        return left instanceof List<?> a && right instanceof List<?> b ? both(a, b, locals) : Times.add(left, right);
    }

    private static Object both(List<?> one, List<?> other, Locals locals) {
        if (!locals.spend(one.size() + other.size())) {
            return UNKNOWN;
        }
        var both = new ArrayList<Object>(one.size() + other.size());
        both.addAll(one);
        both.addAll(other);
        return Collections.unmodifiableList(both);
    }
}
