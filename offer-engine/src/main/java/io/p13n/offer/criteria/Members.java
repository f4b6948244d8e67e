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
                return locals.spend(list.size()) ? (Object) contains(list, element) : UNKNOWN;
            }
            return collection instanceof Map<?, ?> map ? (Object) map.containsKey(element) : UNKNOWN;
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
            return value == UNKNOWN ? UNKNOWN : (Object) texts.contains(value);
        }
    }

    private static boolean contains(List<?> list, Object element) {
        for (Object each : list) {
            if (Values.equal(element, each)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Object> optionalAt(@Nullable Object operand, Object index) {
        var value = operand == null ? UNKNOWN : Values.known(at(operand, index));
        return value == UNKNOWN ? Optional.empty() : Optional.of(value);
    }

    private static @Nullable Object at(Object operand, Object index) {
        if (operand instanceof Map<?, ?> map) {
            return map.get(index);
        }
        if (operand instanceof List<?> list && index instanceof Number number) {
            var at = number.doubleValue();
            return at >= 0 && at < list.size() && at == Math.rint(at) ? list.get((int) at) : null;
        }
        return null;
    }
}
