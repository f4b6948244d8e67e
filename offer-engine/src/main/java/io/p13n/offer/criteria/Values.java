package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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

    static boolean equal(Object one, Object other) {
        if (one instanceof String || one instanceof Boolean) {
            return one.equals(other);
        }
        if (one instanceof Number number) {
            return other instanceof Number another && equalNumbers(number, another);
        }
        if (one instanceof List<?> list) {
            return other instanceof List<?> another && equalLists(list, another);
        }
        return one instanceof Map<?, ?> map
                ? other instanceof Map<?, ?> another && equalMaps(map, another)
                : one.equals(other);
    }

    private static boolean equalNumbers(Number one, Number other) {
        if (one instanceof Long a && other instanceof Long b) {
            return a.longValue() == b.longValue();
        }
        return one.doubleValue() == other.doubleValue();
    }

    private static boolean equalLists(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        Iterator<?> others = other.iterator();
        for (Object element : one) {
            if (!equal(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> one, Map<?, ?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (var member : one.entrySet()) {
            Object value = other.get(member.getKey());
            if (value == null || !equal(member.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    /** -1, 0 or 1; {@link #NEITHER} of a NaN; {@link #NO_ORDER} where the types have none. */
    static int compare(Object one, Object other) {
        if (one instanceof Number a) {
            return other instanceof Number b ? compareNumbers(a, b) : NO_ORDER;
        }
        if (one instanceof String a) {
            return other instanceof String b ? Integer.signum(a.compareTo(b)) : NO_ORDER;
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
