package io.p13n.offer.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text with attributes in it: {@code "Welcome back, ${profile.first_name|there}!"}. */
public record TextTemplate(List<Part> parts) {

    public TextTemplate {
        parts = List.copyOf(parts);
    }

    public sealed interface Part {

        record Literal(String text) implements Part {}

        /** An attribute, or its fallback where it is missing; without a fallback the whole text is missing then. */
        record Reference(String attribute, @Nullable String fallback) implements Part {}
    }
}
