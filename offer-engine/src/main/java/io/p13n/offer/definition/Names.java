package io.p13n.offer.definition;

import java.util.Set;
import java.util.regex.Pattern;

/** The forms that names must have. */
final class Names {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern TABLE = Pattern.compile("(?!(public|records)\\.)[0-9a-z_]{3,128}\\.[0-9a-z_]{3,128}");

    /** Words of CEL that can't stand behind a dot. */
    private static final Set<String> CEL_WORDS = Set.of("true", "false", "null", "in");

    private Names() {}

    /** Something that an expression can name. */
    static String identifier(Value value) {
        var name = value.text(IDENTIFIER, "letters, digits and _, beginning with no digit, at most 128");
        if (CEL_WORDS.contains(name)) {
            value.refuse("`" + name + "` is a word of CEL; choose another name");
        }
        return name;
    }

    /** An event field that names customers; it stands before a {@code =} in record keys. */
    static String field(Value value) {
        return value.text(FIELD, "letters, digits, _, . and -, beginning with a letter or _, at most 128");
    }

    static String table(Value value) {
        return value.text(
                TABLE,
                "`database.table`, each 3 to 128 of a-z, 0-9 and _, where database is neither `public` nor `records`");
    }

    /** What can stand behind the {@code _} of a flat name. */
    static boolean isIdentifierPart(String name) {
        return PART.matcher(name).matches();
    }

    /** A name for people. */
    static String label(Value value) {
        return value.text(256);
    }
}
