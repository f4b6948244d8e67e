package io.p13n.offer.definition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The JSON Schema (2020-12) of both documents, for editors to complete and check them. */
public final class DefinitionSchema {

    private static final String FILE = "definition.schema.json";

    private DefinitionSchema() {}

    public static String json() {
        try (var in = DefinitionSchema.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
