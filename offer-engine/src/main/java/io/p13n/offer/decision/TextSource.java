package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.definition.TextTemplate;
import io.p13n.offer.definition.TextTemplate.Part;
import io.p13n.offer.profile.BatchData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text with attributes in it; missing where one is missing that has no fallback. */
final class TextSource implements Payload.Source {

    private final List<Part> parts;
    private final int[] slots;

    TextSource(TextTemplate template, ProfileLayout layout) {
        this.parts = template.parts();
        this.slots = parts.stream()
                .mapToInt(part -> part instanceof Part.Reference reference ? layout.slot(reference.attribute()) : -1)
                .toArray();
    }

    @Override
    public @Nullable Object of(Facts facts, BatchData data) {
        var text = new StringBuilder(64);
        for (int i = 0; i < slots.length; i++) {
            var piece = parts.get(i) instanceof Part.Reference reference
                    ? resolved(reference, facts.attribute(slots[i]))
                    : ((Part.Literal) parts.get(i)).text();
            if (piece == null) {
                return null;
            }
            text.append(piece);
        }
        return text.toString();
    }

    private static @Nullable String resolved(Part.Reference reference, @Nullable Object value) {
        return value == null ? reference.fallback() : Printed.text(value);
    }
}
