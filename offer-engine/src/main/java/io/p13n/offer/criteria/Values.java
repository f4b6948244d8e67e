package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values as CEL compares them: numbers of both types by what they are worth. */
final class Values {

    /** Stands for "can't be compared". */
    static final int NO_ORDER = Integer.MIN_VALUE;

    /** Stands for "neither less, equal nor greater": what NaN is to any number. */
    static final int NEITHER = Integer.MIN_VALUE + 1;

    private Values() {}

    /** A member as the evaluator takes it: a missing one is unknown, an integer beyond long is a double. */
    static Object known(@Nullable Object member) {
        if (member == null) {
            return UNKNOWN;
        }
        return member instanceof BigInteger integer ? (Object) integer.doubleValue() : member;
    }

    /** True, false, or unknown where it takes more work than there is. */
    static Object equal(Object one, Object other, Locals locals) {
        if (one instanceof String text) {
            return other instanceof String another ? equalTexts(text, another, locals) : (Object) false;
        }
        if (one instanceof Boolean) {
            return one.equals(other);
        }
        if (one instanceof Number number) {
            return other instanceof Number another && equalNumbers(number, another);
        }
        if (one instanceof List<?> list) {
            return other instanceof List<?> another ? equalLists(list, another, locals) : (Object) false;
        }
        if (one instanceof Map<?, ?> map) {
            return other instanceof Map<?, ?> another ? equalMaps(map, another, locals) : (Object) false;
        }
        return one instanceof Optional<?> optional && other instanceof Optional<?> another
                ? equalOptionals(optional, another, locals)
                : (Object) one.equals(other);
    }

    private static Object equalTexts(String one, String other, Locals locals) {
        if (one.length() != other.length()) {
            return false;
        }
        return locals.spendOn(one.length()) ? (Object) one.equals(other) : UNKNOWN;
    }

    private static boolean equalNumbers(Number one, Number other) {
        if (one instanceof Long a && other instanceof Long b) {
            return a.longValue() == b.longValue();
        }
        return one.doubleValue() == other.doubleValue();
    }

    private static Object equalLists(List<?> one, List<?> other, Locals locals) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<?> others = other.iterator();
        for (Object element : one) {
            var equal = locals.spend(1) ? equal(element, others.next(), locals) : UNKNOWN;
            if (equal != Boolean.TRUE) {
                return equal;
            }
        }
        return true;
    }

    private static Object equalMaps(Map<?, ?> one, Map<?, ?> other, Locals locals) {
        if (one.size() != other.size()) {
            return false;
        }
        for (var member : one.entrySet()) {
            var equal = locals.spend(1) ? equalMembers(member, other, locals) : UNKNOWN;
            if (equal != Boolean.TRUE) {
                return equal;
            }
        }
        return true;
    }

    private static Object equalMembers(Map.Entry<?, ?> member, Map<?, ?> others, Locals locals) {
        if (member.getKey() instanceof String name && !locals.spendOn(name.length())) {
            return UNKNOWN;
        }
        Object value = others.get(member.getKey());
        return value == null ? (Object) false : equal(member.getValue(), value, locals);
    }

    private static Object equalOptionals(Optional<?> one, Optional<?> other, Locals locals) {
        return one.isPresent() && other.isPresent()
                ? equal(one.get(), other.get(), locals)
                : (Object) (one.isEmpty() && other.isEmpty());
    }

    /** -1, 0 or 1; {@link #NEITHER} of a NaN; {@link #NO_ORDER} where the types have none, or it takes more work than there is. */
    static int compare(Object one, Object other, Locals locals) {
        if (one instanceof Number a) {
            return other instanceof Number b ? compareNumbers(a, b) : NO_ORDER;
        }
        if (one instanceof String a) {
            return other instanceof String b && locals.spendOn(Math.min(a.length(), b.length()))
                    ? Integer.signum(a.compareTo(b))
                    : NO_ORDER;
        }
        if (one instanceof Instant a) {
            return other instanceof Instant b ? Integer.signum(a.compareTo(b)) : NO_ORDER;
        }
        if (one instanceof Duration a) {
            return other instanceof Duration b ? Integer.signum(a.compareTo(b)) : NO_ORDER;
        }
        return one instanceof Boolean a && other instanceof Boolean b ? a.compareTo(b) : NO_ORDER;
    }

    private static int compareNumbers(Number one, Number other) {
        return one instanceof Long a && other instanceof Long b
                ? Long.compare(a, b)
                : compareDoubles(one.doubleValue(), other.doubleValue());
    }

    /** As {@code <} has it: both zeros are equal. */
    static int compareDoubles(double one, double other) {
        if (one < other) {
            return -1;
        }
        return one > other ? 1 : one == other ? 0 : NEITHER;
    }
}
