package io.p13n.offer.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a document, and where it stands. A method that reads it as something that it isn't notes that and returns a
 * stand-in, so that reading goes on; what is built of stand-ins is never used.
 */
record Value(Node node, String path, Problems problems) {

    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

    void refuse(String message) {
        problems.add(path, node.getStartMark(), message);
    }

    Place place() {
        var mark = node.getStartMark();
        return new Place(
                path,
                mark.map(place -> place.getLine() + 1).orElse(1),
                mark.map(place -> place.getColumn() + 1).orElse(1));
    }

    /** A string, neither empty nor with characters that can't be stored. */
    String text() {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            refuse("must be text, is " + kind() + (node instanceof ScalarNode ? "; put it in quotes" : ""));
            return "";
        }
        if (scalar.getValue().isEmpty()) {
            refuse("is empty; give a text");
        } else if (!isStorable(scalar.getValue())) {
            refuse("holds \\u0000 or half of a surrogate pair; leave it out");
        }
        return scalar.getValue();
    }

    String text(int maxLength) {
        var text = text();
        if (text.length() > maxLength) {
            refuse("is too long; at most " + maxLength + " characters are taken");
        }
        return text;
    }

    /** A text that matches in full. */
    String text(Pattern pattern, String requirement) {
        var text = text();
        if (!text.isEmpty() && !pattern.matcher(text).matches()) {
            refuse("`" + text + "` must be " + requirement);
            return "";
        }
        return text;
    }

    long integer(long min, long max) {
        var number = is(Tag.INT) ? new BigDecimal(scalar()) : null;
        if (number == null
                || number.compareTo(BigDecimal.valueOf(min)) < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            refuse("must be a whole number from " + min + (max == Long.MAX_VALUE ? "" : " to " + max));
            return min;
        }
        return number.longValueExact();
    }

    boolean bool() {
        if (!is(Tag.BOOL)) {
            refuse("must be true or false");
            return false;
        }
        return Boolean.parseBoolean(scalar());
    }

    <E extends Enum<E>> E choice(Class<E> type) {
        var constants = type.getEnumConstants();
        var names = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        var text = text();
        var index = names.indexOf(text);
        if (index < 0 && !text.isEmpty()) {
            refuse("`" + text + "` is none of " + String.join(", ", names) + Suggestion.among(names, text));
        }
        return constants[Math.max(0, index)];
    }

    /** A duration like {@code 24h}; the most is 10 years of 365 days. */
    Duration duration() {
        var text = is(Tag.STR) ? scalar() : "";
        var matcher = DURATION.matcher(text);
        if (matcher.matches()) {
            var duration = unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
            if (duration.toDays() <= 3650) {
                return duration;
            }
        }
        refuse("must be a duration, a whole number and s, m, h or d, like 24h, of at most 3650d");
        return Duration.ofMinutes(1);
    }

    /** What s, m, h or d stands for. */
    static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    <T> List<T> list(int min, int max, Function<Value, T> element) {
        if (!(node instanceof SequenceNode sequence)) {
            refuse("must be a list, is " + kind());
            return List.of();
        }
        var nodes = sequence.getValue();
        if (nodes.size() < min || nodes.size() > max) {
            refuse("has " + nodes.size() + " elements; " + (min == 0 ? "at most " : min + " to ") + max + " are taken");
        }
        var elements = new ArrayList<T>();
        for (int i = 0; i < nodes.size(); i++) {
            elements.add(element.apply(new Value(nodes.get(i), path + "[" + i + "]", problems)));
        }
        return elements;
    }

    Members members(Set<String> known) {
        return Members.of(this, known);
    }

    boolean is(Tag tag) {
        return node instanceof ScalarNode && node.getTag().equals(tag);
    }

    /** The text of a scalar; empty for anything else. */
    String scalar() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    String kind() {
        if (node.getNodeType() == NodeType.MAPPING) {
            return "a mapping";
        }
        if (node.getNodeType() == NodeType.SEQUENCE) {
            return "a list";
        }
        return is(Tag.STR) ? "text" : "`" + scalar() + "`";
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0
                && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
