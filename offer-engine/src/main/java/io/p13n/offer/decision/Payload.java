package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.definition.CatalogDefinition;
import io.p13n.offer.definition.PayloadDefinition;
import io.p13n.offer.definition.PayloadDefinition.Entry;
import io.p13n.offer.definition.TextTemplate.Part;
import io.p13n.offer.definition.ValueType;
import io.p13n.offer.profile.BatchData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Composes what an offer contains. */
final class Payload {

    private final Output @Nullable [] outputs;
    private final List<String> names;
    private final @Nullable List<String> segments;

    private final Set<String> reads;

    private Payload(Output @Nullable [] outputs, @Nullable List<String> segments, Set<String> reads) {
        this.outputs = outputs;
        this.names = outputs == null
                ? List.of()
                : Arrays.stream(outputs).map(Output::name).toList();
        this.segments = segments;
        this.reads = Set.copyOf(reads);
    }

    /** The flat names of the attributes in it. */
    Set<String> reads() {
        return reads;
    }

    static Payload of(
            PayloadDefinition definition,
            Set<String> sensitiveAttributes,
            ProfileLayout layout,
            List<CatalogDefinition> catalogs) {
        if (definition.attributes() == null) {
            return new Payload(null, definition.batchSegments(), Set.of());
        }
        var outputs = new ArrayList<Output>();
        var reads = new HashSet<String>();
        definition.attributes().forEach((name, entry) -> {
            reads.addAll(reads(entry));
            var sensitive = reads(entry).stream().anyMatch(sensitiveAttributes::contains);
            outputs.add(new Output(name, sensitive, source(entry, layout, catalogs)));
        });
        return new Payload(outputs.toArray(Output[]::new), definition.batchSegments(), reads);
    }

    /**
     * What this customer gets.
     *
     * @param withSensitive whether entries that read sensitive attributes may leave
     */
    Offer compose(String offer, Facts facts, BatchData data, boolean withSensitive) {
        return new Offer(offer, attributes(facts, data, withSensitive), segments(facts));
    }

    private @Nullable List<String> segments(Facts facts) {
        return segments == null
                ? null
                : segments.stream().filter(facts.segments()::contains).toList();
    }

    private @Nullable Outputs attributes(Facts facts, BatchData data, boolean withSensitive) {
        if (outputs == null) {
            return null;
        }
        var values = new @Nullable Object[outputs.length];
        for (int i = 0; i < values.length; i++) {
            var output = outputs[i];
            values[i] = withSensitive || !output.sensitive() ? output.source().of(facts, data) : null;
        }
        return new Outputs(names, values);
    }

    private static Source source(Entry entry, ProfileLayout layout, List<CatalogDefinition> catalogs) {
        if (entry instanceof Entry.Attribute attribute) {
            var slot = layout.slot(attribute.name());
            return (facts, data) -> facts.attribute(slot);
        }
        if (entry instanceof Entry.Text text) {
            return new TextSource(text.template(), layout);
        }
        if (entry instanceof Entry.LookUp lookUp) {
            return lookUp(lookUp, type(lookUp, catalogs), layout.slot(lookUp.key()));
        }
        var constant = ((Entry.Value) entry).json();
        return (facts, data) -> constant;
    }

    private static Source lookUp(Entry.LookUp lookUp, ValueType type, int slot) {
        return (facts, data) -> {
            var key = facts.attribute(slot);
            var value = key == null ? null : data.catalog(lookUp.catalog(), Printed.text(key), lookUp.column());
            if (value == null || (type == ValueType.STRING && value instanceof String)) {
                return value;
            }
            return Coercion.of(value, type) instanceof Coercion.Coerced coerced ? coerced.value() : null;
        };
    }

    /** The key is text. */
    private static ValueType type(Entry.LookUp lookUp, List<CatalogDefinition> catalogs) {
        return catalogs.stream()
                .filter(catalog -> catalog.name().equals(lookUp.catalog()))
                .map(catalog -> catalog.columns().getOrDefault(lookUp.column(), ValueType.STRING))
                .findFirst()
                .orElse(ValueType.STRING);
    }

    private static List<String> reads(Entry entry) {
        if (entry instanceof Entry.Attribute attribute) {
            return List.of(attribute.name());
        }
        if (entry instanceof Entry.LookUp lookUp) {
            return List.of(lookUp.key());
        }
        if (entry instanceof Entry.Text text) {
            return text.template().parts().stream()
                    .filter(Part.Reference.class::isInstance)
                    .map(part -> ((Part.Reference) part).attribute())
                    .toList();
        }
        return List.of();
    }

    /** One output name; sensitive where its value reads a sensitive attribute. */
    private record Output(String name, boolean sensitive, Source source) {}

    /** Where the value of an output comes from. */
    interface Source {

        /** Null where the value is missing, and so the entry is left out. */
        @Nullable
        Object of(Facts facts, BatchData data);
    }
}
