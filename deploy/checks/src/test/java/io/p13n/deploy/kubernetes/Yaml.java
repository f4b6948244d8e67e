package io.p13n.deploy.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads YAML; a name that stands twice is refused. */
public final class Yaml {

    private Yaml() {}

    /** The documents of a file, but empty ones. */
    public static List<Map<String, Object>> documents(Path file) {
        try {
            return documents(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The documents of a text, but empty ones. */
    public static List<Map<String, Object>> documents(String text) {
        var documents = new ArrayList<Map<String, Object>>();
        for (Object document :
                new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadAllFromString(text)) {
            if (document != null) {
                documents.add(map(document));
            }
        }
        return documents;
    }

    /** The value, which is a map; an {@link AssertionError} if there is none. */
    @SuppressWarnings("unchecked") // YAML's maps have any keys, those of these files are strings
    public static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) there(value);
    }

    /** The value, which is a list; an {@link AssertionError} if there is none. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(@Nullable Object value) {
        return (List<Object>) there(value);
    }

    /** The value; an {@link AssertionError} if there is none. */
    public static Object there(@Nullable Object value) {
        if (value == null) {
            throw new AssertionError("something is missing");
        }
        return value;
    }
}
