package io.p13n.offer.criteria;

import static io.p13n.offer.criteria.Unknown.UNKNOWN;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;

/** Functions of text, and of how long things are. */
final class Text {

    private Text() {}

    static final class StartsWith extends Binary {

        StartsWith(Node text, Node part) {
            super(text, part);
        }

        @Override
        Object of(Object text, Object part, Locals locals) {
            return text instanceof String a && part instanceof String b ? (Object) a.startsWith(b) : UNKNOWN;
        }
    }

    static final class EndsWith extends Binary {

        EndsWith(Node text, Node part) {
            super(text, part);
        }

        @Override
        Object of(Object text, Object part, Locals locals) {
            return text instanceof String a && part instanceof String b ? (Object) a.endsWith(b) : UNKNOWN;
        }
    }

    static final class Contains extends Binary {

        Contains(Node text, Node part) {
            super(text, part);
        }

        @Override
        Object of(Object text, Object part, Locals locals) {
            return text instanceof String a && part instanceof String b && locals.spend(a.length() / 8)
                    ? (Object) a.contains(b)
                    : UNKNOWN;
        }
    }

    /** RE2, which takes time in proportion to the text, whatever the pattern. */
    static final class Matches extends Node {

        private final Node operand;
        private final Pattern pattern;

        Matches(Node operand, Pattern pattern) {
            this.operand = operand;
            this.pattern = pattern;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return operand.value(facts, locals) instanceof String text && locals.spend(4 * text.length())
                    ? (Object) pattern.matcher(text).find()
                    : UNKNOWN;
        }
    }

    static final class Size extends Node {

        private final Node operand;

        Size(Node operand) {
            this.operand = operand;
        }

        @Override
        Object value(Facts facts, Locals locals) {
            var value = operand.value(facts, locals);
            if (value instanceof String text) {
                return (long) text.codePointCount(0, text.length());
            }
            if (value instanceof List<?> list) {
                return (long) list.size();
            }
            return value instanceof Map<?, ?> map ? (Object) (long) map.size() : UNKNOWN;
        }
    }
}
