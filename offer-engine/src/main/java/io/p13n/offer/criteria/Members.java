package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in maps and lists. */
final class Members {

    private Members() {}

    /** {@code x.name}; of an optional, an optional. */
    static final class Field extends Node {

        private final Node operand;
        private final String name;

        Field(Node operand, String name) {
            this.operand = operand;
            this.name = name;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            if (value instanceof Optional<?> optional) {
                return optionalAt(optional.orElse(null), name);
            }
            return value instanceof Map<?, ?> map ? Values.known(map.get(name)) : UNKNOWN;
        }
    }

    /** {@code has(x.name)}, which is known whatever is missing on the way. */
    static final class Has extends Node {

        private final Node operand;
        private final String name;

        Has(Node operand, String name) {
            this.operand = operand;
            this.name = name;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            var inside = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            return inside instanceof Map<?, ?> map && map.containsKey(name);
        }
    }

    /** {@code x[i]}; of an optional, an optional. */
    static final class Index extends Binary {

        Index(Node operand, Node index) {
            super(operand, index);
        }

        @Override
        Object of(Object operand, Object index, Locals locals) {
            if (isUnaffordable(index, locals)) {
                return UNKNOWN;
            }
            return operand instanceof Optional<?> optional
                    ? optionalAt(optional.orElse(null), index)
                    : Values.known(at(operand, index));
        }
    }

    /** {@code x.?name} and {@code x[?i]}. */
    static final class OptionalIndex extends Binary {

        OptionalIndex(Node operand, Node index) {
            super(operand, index);
        }

        @Override
        Object of(Object operand, Object index, Locals locals) {
            if (isUnaffordable(index, locals)) {
                return UNKNOWN;
            }
            var inside = operand instanceof Optional<?> optional ? optional.orElse(null) : operand;
            return inside == null || inside instanceof Map || inside instanceof List
                    ? optionalAt(inside, index)
                    : UNKNOWN;
        }
    }

    /** {@code x in y}: an element of a list, or a key of a map. */
    static final class In extends Binary {

        In(Node element, Node collection) {
            super(element, collection);
        }

        @Override
        Object of(Object element, Object collection, Locals locals) {
            if (collection instanceof List<?> list) {
                return locals.spend(list.size()) ? contains(list, element, locals) : UNKNOWN;
            }
            if (!(collection instanceof Map<?, ?> map) || isUnaffordable(element, locals)) {
                return UNKNOWN;
            }
            return element instanceof String && map.containsKey(element);
        }
    }

    /** {@code x in ["a", "b"]}. */
    static final class InTexts extends Node {

        private final Node element;
        private final Set<Object> texts;

        InTexts(Node element, List<?> texts) {
            this.element = element;
            this.texts = Set.copyOf(texts);
        }

        Node element() {
            return element;
        }

        Set<Object> texts() {
            return texts;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = element.value(facts, locals);
            return value == UNKNOWN ? UNKNOWN : (Object) (value instanceof String && texts.contains(value));
        }
    }

    private static Object contains(List<?> list, Object element, Locals locals) {
        for (Object each : list) {
            var equal = Values.equal(element, each, locals);
            if (equal != Boolean.FALSE) {
                return equal;
            }
        }
        return false;
    }

    /** A member is found by its whole name. All names are texts; what an event holds is never hashed for anything else. */
    private static boolean isUnaffordable(Object name, Locals locals) {
        return name instanceof String text && !locals.spendOn(text.length());
    }

    private static Optional<Object> optionalAt(@Nullable Object operand, Object index) {
        var value = operand == null ? UNKNOWN : Values.known(at(operand, index));
        return value == UNKNOWN ? Optional.empty() : Optional.of(value);
    }

    private static @Nullable Object at(Object operand, Object index) {
        if (operand instanceof Map<?, ?> map) {
            return index instanceof String ? map.get(index) : null;
        }
        if (operand instanceof List<?> list && index instanceof Number number) {
            var at = number.doubleValue();
            return at >= 0 && at < list.size() && at == Math.rint(at) ? list.get((int) at) : null;
        }
        return null;
    }
}
