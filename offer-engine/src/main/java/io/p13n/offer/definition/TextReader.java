package io.p13n.offer.definition;

import io.p13n.offer.definition.TextTemplate.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads text with attributes in it. A doubled dollar before a brace stands for itself. */
final class TextReader {

    private static final Pattern SPECIAL = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}|\\$\\{");
    private static final Pattern REFERENCE = Pattern.compile("profile\\.([A-Za-z0-9_]+)(?:\\|(.*))?", Pattern.DOTALL);

    private final Set<String> attributes;
    private final Set<String> lists;

    TextReader(Set<String> attributes, Set<String> lists) {
        this.attributes = attributes;
        this.lists = lists;
    }

    TextTemplate read(Value value) {
        var text = value.text();
        var parts = new ArrayList<Part>();
        var matcher = SPECIAL.matcher(text);
        int end = 0;
        while (matcher.find()) {
            literal(text.substring(end, matcher.start()), parts);
            if (matcher.group().equals("$${")) {
                literal("${", parts);
            } else if (matcher.group(1) == null) {
                value.refuse("has a `${` without a `}`; close it, or write `$${` for a literal one");
            } else {
                reference(value, matcher.group(1), parts);
            }
            end = matcher.end();
        }
        literal(text.substring(end), parts);
        return new TextTemplate(parts);
    }

    private static void literal(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Literal(text));
        }
    }

    private void reference(Value value, String inside, List<Part> parts) {
        var matcher = REFERENCE.matcher(inside);
        if (!matcher.matches()) {
            value.refuse("`${" + inside + "}` must be like `${profile.first_name}` or `${profile.first_name|there}`");
            return;
        }
        var name = matcher.group(1);
        if (!attributes.contains(name)) {
            value.refuse("unknown attribute `" + name + "`" + OfferReader.suggestion(attributes, name));
        } else if (lists.contains(name)) {
            value.refuse("`" + name + "` is a list; a text takes single values, like those of its other aggregates");
        }
        parts.add(new Part.Reference(name, matcher.group(2)));
    }
}
