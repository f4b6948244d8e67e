package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.util.Optional;

/** What an expression can name. */
final class Variables {

    private Variables() {}

    static final class Event extends Node {

        @Override
        Object value(Facts facts, Locals locals) {
            return facts.event();
        }
    }

    static final class Now extends Node {

        @Override
        Object value(Facts facts, Locals locals) {
            return facts.now();
        }
    }

    static final class Segments extends Node {

        @Override
        Object value(Facts facts, Locals locals) {
            return locals.spend(4L * facts.segments().size())
                    ? facts.segments().stream().sorted().toList()
                    : UNKNOWN;
        }
    }

    /** {@code "7" in segments}, without making a list of them. */
    static final class Member extends Node {

        private final Node segment;

        Member(Node segment) {
            this.segment = segment;
        }

        Node segment() {
            return segment;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = segment.value(facts, locals);
            return value == UNKNOWN
                    ? UNKNOWN
                    : (Object) (value instanceof String && facts.segments().contains(value));
        }
    }

    /** {@code event.path}. */
    static final class EventField extends Node {

        private final String name;

        EventField(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return Values.known(facts.event().get(name));
        }
    }

    /** {@code profile.loyalty}. */
    static final class Attribute extends Node {

        private final String name;
        private final int slot;

        Attribute(String name, int slot) {
            this.name = name;
            this.slot = slot;
        }

        String name() {
            return name;
        }

        int slot() {
            return slot;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = facts.attribute(slot);
            return value == null ? UNKNOWN : value;
        }
    }

    /** {@code has(profile.loyalty)}. */
    static final class HasAttribute extends Node {

        private final int slot;

        HasAttribute(int slot) {
            this.slot = slot;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return facts.attribute(slot) != null;
        }
    }

    /** {@code profile.?loyalty}. */
    static final class OptionalAttribute extends Node {

        private final int slot;

        OptionalAttribute(int slot) {
            this.slot = slot;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return Optional.ofNullable(facts.attribute(slot));
        }
    }

    /** The variable of a macro. */
    static final class Local extends Node {

        private final int slot;

        Local(int slot) {
            this.slot = slot;
        }

        int slot() {
            return slot;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return locals.get(slot);
        }
    }
}
