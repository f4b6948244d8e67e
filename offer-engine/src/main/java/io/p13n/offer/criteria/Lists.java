package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Lists that an expression makes, and macros over lists. */
final class Lists {

    private Lists() {}

    /** {@code [a, b]}; unknown where an element is. */
    static final class Listed extends Node {

        private final Node[] elements;

        Listed(List<Node> elements) {
            this.elements = elements.toArray(Node[]::new);
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var list = new ArrayList<Object>(elements.length);
            for (var element : elements) {
                var value = element.value(facts, locals);
                if (value == UNKNOWN) {
                    return UNKNOWN;
                }
                list.add(value);
            }
            return Collections.unmodifiableList(list);
        }
    }

    /** What {@code map} and {@code filter} gather in; each run of the macro has its own. */
    static final class Gathered extends Node {

        @Override
        Object value(Facts facts, Locals locals) {
            return new ArrayList<Object>();
        }
    }

    /** Adds one element to what a macro gathers. */
    static final class Gather extends Node {

        private final int gathered;
        private final Node element;

        Gather(int gathered, Node element) {
            this.gathered = gathered;
            this.element = element;
        }

        @Override
        @SuppressWarnings("unchecked")
        Object value(Facts facts, Locals locals) {
            var list = locals.get(gathered);
            var value = element.value(facts, locals);
            if (list == UNKNOWN || value == UNKNOWN) {
                return UNKNOWN;
            }
            ((List<Object>) list).add(value);
            return list;
        }
    }

    /** A macro: it goes over a list, or the keys of a map, and carries a result along. */
    static final class Fold extends Node {

        private final Node range;
        private final int element;
        private final int result;
        private final Node start;
        private final Node goOn;
        private final Node step;
        private final Node end;
        private final int work;

        /** Both slots are of {@link Locals}; the work is that of one step. */
        Fold(Node range, int element, int result, List<Node> parts, int work) {
            this.range = range;
            this.element = element;
            this.result = result;
            this.start = parts.get(0);
            this.goOn = parts.get(1);
            this.step = parts.get(2);
            this.end = parts.get(3);
            this.work = work;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var over = range.value(facts, locals);
            var elements = over instanceof Map<?, ?> map ? map.keySet() : over;
            if (!(elements instanceof Collection<?> collection)) {
                return UNKNOWN;
            }
            locals.set(result, start.value(facts, locals));
            for (Object each : collection) {
                if (!locals.spend(work)) {
                    return UNKNOWN;
                }
                locals.set(element, Values.known(each));
                if (Boolean.FALSE.equals(goOn.value(facts, locals))) {
                    break;
                }
                locals.set(result, step.value(facts, locals));
            }
            return end.value(facts, locals);
        }
    }
}
