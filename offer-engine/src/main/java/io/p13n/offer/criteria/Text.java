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
            return text instanceof String a && part instanceof String b && locals.spendOn(b.length())
                    ? (Object) a.startsWith(b)
                    : UNKNOWN;
        }
    }

    static final class EndsWith extends Binary {

        EndsWith(Node text, Node part) {
            super(text, part);
        }

        @Override
        Object of(Object text, Object part, Locals locals) {
            return text instanceof String a && part instanceof String b && locals.spendOn(b.length())
                    ? (Object) a.endsWith(b)
                    : UNKNOWN;
        }
    }

    static final class Contains extends Binary {

        /** So many comparisons of characters are over before they are counted. */
        private static final int FEW = 1024;

        /** Characters, for one step. */
        private static final int COMPARED = 8;

        Contains(Node text, Node part) {
            super(text, part);
        }

        @Override
        Object of(Object text, Object part, Locals locals) {
            if (!(text instanceof String a && part instanceof String b)) {
                return UNKNOWN;
            }
            long most = (long) b.length() * (a.length() - b.length() + 1);
            if (most > FEW) {
                return found(a, b, locals);
            }
            return locals.spend(Math.max(0, most) / COMPARED) ? (Object) a.contains(b) : UNKNOWN;
        }

        /** A text can be made to look like the part wherever it begins, so each such place is paid for. */
        private static Object found(String text, String part, Locals locals) {
            if (!locals.spendOn(text.length())) {
                return UNKNOWN;
            }
            char first = part.charAt(0);
            int last = text.length() - part.length();
            for (int at = text.indexOf(first); at >= 0 && at <= last; at = text.indexOf(first, at + 1)) {
                if (!locals.spend(1 + part.length() / COMPARED)) {
                    return UNKNOWN;
                }
                if (text.startsWith(part, at)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** RE2, which takes time in proportion to the text: 50 ns a character, but microseconds for a pattern of {@code {1,100}}. */
    static final class Matches extends Node {

        private final Node operand;
        private final Pattern pattern;
        private final long stepsPerCharacter;

        Matches(Node operand, Pattern pattern) {
            this.operand = operand;
            this.pattern = pattern;
            this.stepsPerCharacter = Math.max(4, pattern.programSize() / 2 - 16);
        }

        @Override
        Object value(Facts facts, Locals locals) {
            return operand.value(facts, locals) instanceof String text
                            && locals.spend(stepsPerCharacter * text.length())
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
                return locals.spendOn(text.length()) ? (Object) (long) text.codePointCount(0, text.length()) : UNKNOWN;
            }
            if (value instanceof List<?> list) {
                return (long) list.size();
            }
            return value instanceof Map<?, ?> map ? (Object) (long) map.size() : UNKNOWN;
        }
    }
}
