package io.p13n.offer.decision;

import io.p13n.offer.definition.PayloadDefinition;
import io.p13n.offer.definition.PayloadDefinition.Entry;
import io.p13n.offer.definition.TextTemplate;
import io.p13n.offer.definition.TextTemplate.Part;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Composes what an offer contains. */
final class Payload {

    private final PayloadDefinition definition;

    /** The output names whose entries read a sensitive attribute. */
    private final Set<String> sensitive;

    private Payload(PayloadDefinition definition, Set<String> sensitive) {
        this.definition = definition;
        this.sensitive = sensitive;
    }

    static Payload of(PayloadDefinition definition, Set<String> sensitiveAttributes) {
        var entries = definition.attributes() == null ? Map.<String, Entry>of() : definition.attributes();
        var sensitive = new HashSet<String>();
        entries.forEach((output, entry) -> {
            if (reads(entry).stream().anyMatch(sensitiveAttributes::contains)) {
                sensitive.add(output);
            }
        });
        return new Payload(definition, sensitive);
    }

    /**
     * What this customer gets.
     *
     * @param values by flat attribute name
     * @param segments that the customer is a member of
     * @param withSensitive whether entries that read sensitive attributes may leave
     */
    Offer compose(String offer, Map<String, Object> values, Set<String> segments, boolean withSensitive) {
        var listed = definition.batchSegments();
        return new Offer(
                offer,
                attributes(values, withSensitive),
                listed == null
                        ? null
                        : listed.stream().filter(segments::contains).toList());
    }

    private @Nullable Map<String, Object> attributes(Map<String, Object> values, boolean withSensitive) {
        if (definition.attributes() == null) {
            return null;
        }
        var attributes = new LinkedHashMap<String, Object>();
        definition.attributes().forEach((output, entry) -> {
            var value = withSensitive || !sensitive.contains(output) ? value(entry, values) : null;
            if (value != null) {
                attributes.put(output, value);
            }
        });
        return attributes;
    }

    private static @Nullable Object value(Entry entry, Map<String, Object> values) {
        if (entry instanceof Entry.Attribute attribute) {
            return values.get(attribute.name());
        }
        if (entry instanceof Entry.Text text) {
            return text(text.template(), values);
        }
        return entry instanceof Entry.Value constant ? constant.json() : null;
    }

    private static @Nullable String text(TextTemplate template, Map<String, Object> values) {
        var text = new StringBuilder();
        for (var part : template.parts()) {
            var piece = part instanceof Part.Reference reference
                    ? resolved(reference, values)
                    : ((Part.Literal) part).text();
            if (piece == null) {
                return null;
            }
            text.append(piece);
        }
        return text.toString();
    }

    private static @Nullable String resolved(Part.Reference reference, Map<String, Object> values) {
        var value = values.get(reference.attribute());
        return value == null ? reference.fallback() : Printed.text(value);
    }

    private static List<String> reads(Entry entry) {
        if (entry instanceof Entry.Attribute attribute) {
            return List.of(attribute.name());
        }
        if (entry instanceof Entry.Text text) {
            return text.template().parts().stream()
                    .filter(Part.Reference.class::isInstance)
                    .map(part -> ((Part.Reference) part).attribute())
                    .toList();
        }
        return List.of();
    }
}
