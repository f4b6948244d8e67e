package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import io.p13n.offer.definition.TextTemplate;
import io.p13n.offer.definition.TextTemplate.Part;
import io.p13n.offer.profile.BatchData;
import org.jspecify.annotations.Nullable;

/** Text with attributes in it; missing where one is missing that has no fallback. */
final class TextSource implements Payload.Source {

    private final Piece[] pieces;

    TextSource(TextTemplate template, ProfileLayout layout) {
        this.pieces =
                template.parts().stream().map(part -> Piece.of(part, layout)).toArray(Piece[]::new);
    }

    @Override
    public @Nullable Object of(Facts facts, BatchData data) {
        var text = "";
        for (var piece : pieces) {
            var more = piece.of(facts);
            if (more == null) {
                return null;
            }
            text = text.concat(more);
        }
        return text;
    }

    /**
     * A stretch of the text.
     *
     * @param slot of the attribute that is read; negative where there is none
     * @param otherwise the text where none is read or its value is missing
     */
    private record Piece(int slot, @Nullable String otherwise) {

        static Piece of(Part part, ProfileLayout layout) {
            return part instanceof Part.Reference reference
                    ? new Piece(layout.slot(reference.attribute()), reference.fallback())
                    : new Piece(-1, ((Part.Literal) part).text());
        }

        @Nullable
        String of(Facts facts) {
            var value = slot < 0 ? null : facts.attribute(slot);
            return value == null ? otherwise : Printed.text(value);
        }
    }
}
