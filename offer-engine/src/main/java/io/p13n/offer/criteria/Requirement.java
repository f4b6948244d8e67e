package io.p13n.offer.criteria;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something without which a criterion can't hold, simple enough to find criteria by it. That it is met doesn't mean that
 * the criterion holds.
 */
public sealed interface Requirement {

    Source source();

    /**
     * One of the source's keys is one of these.
     *
     * @param keys as {@link #key} makes them
     */
    record OneOf(Source source, Set<Object> keys) implements Requirement {

        public OneOf {
            keys = Set.copyOf(keys);
        }
    }

    /** The source's value is a number, at least this. */
    record AtLeast(Source source, double bound) implements Requirement {}

    /** The source's value is a number, at most this. */
    record AtMost(Source source, double bound) implements Requirement {}

    /** Where the facts have what is required. */
    sealed interface Source {

        /** Visits what the facts have there, as {@link #key} makes it; nothing where it is missing. */
        void forEachKey(Facts facts, Consumer<Object> visitor);
    }

    record EventField(String name) implements Source {

        @Override
        public void forEachKey(Facts facts, Consumer<Object> visitor) {
            visit(facts.event().get(name), visitor);
        }
    }

    record Attribute(int slot) implements Source {

        @Override
        public void forEachKey(Facts facts, Consumer<Object> visitor) {
            visit(facts.attribute(slot), visitor);
        }
    }

    record Segments() implements Source {

        @Override
        public void forEachKey(Facts facts, Consumer<Object> visitor) {
            facts.segments().forEach(visitor);
        }
    }

    private static void visit(@Nullable Object value, Consumer<Object> visitor) {
        if (value != null) {
            visitor.accept(key(value));
        }
    }

    /** The same for values that are equal in expressions. */
    static Object key(Object value) {
        if (value instanceof Double number && number != 0) {
            return number;
        }
        return value instanceof Number number ? (Object) (number.doubleValue() + 0.0) : value;
    }

    /** Null where the clause requires nothing of the sort. */
    static @Nullable Requirement of(Node clause) {
        if (clause instanceof Comparison.EqualConstant equal && equal.wanted() && isScalar(equal.constant())) {
            return oneOf(equal.operand(), Set.of(key(equal.constant())));
        }
        if (clause instanceof Members.InTexts in) {
            return oneOf(in.element(), in.texts());
        }
        if (clause instanceof Variables.Member member && member.segment() instanceof Constant segment) {
            return new OneOf(new Segments(), Set.of(segment.value()));
        }
        return clause instanceof Comparison.OrderedConstant ordered ? range(ordered) : null;
    }

    private static @Nullable Requirement oneOf(Node operand, Set<Object> keys) {
        var source = source(operand);
        return source == null ? null : new OneOf(source, keys);
    }

    /** Lists and maps may be equal in expressions and yet have different keys. */
    private static boolean isScalar(Object constant) {
        return constant instanceof String || constant instanceof Number || constant instanceof Boolean;
    }

    private static @Nullable Requirement range(Comparison.OrderedConstant ordered) {
        var source = source(ordered.operand());
        if (source == null || !(ordered.constant() instanceof Number bound)) {
            return null;
        }
        return switch (ordered.order()) {
            case GREATER, GREATER_OR_EQUAL -> new AtLeast(source, bound.doubleValue());
            case LESS, LESS_OR_EQUAL -> new AtMost(source, bound.doubleValue());
        };
    }

    private static @Nullable Source source(Node operand) {
        if (operand instanceof Variables.EventField field) {
            return new EventField(field.name());
        }
        return operand instanceof Variables.Attribute attribute ? new Attribute(attribute.slot()) : null;
    }
}
