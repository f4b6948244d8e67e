package io.p13n.admin.imports;

import io.p13n.admin.http.InputError;

/** Says where a row is wrong and why. Never a value: what customers have may be sensitive. */
final class Reject {

    private static final int MOST_CHARACTERS = 64;

    private Reject() {}

    /** @param column its name; empty for the whole row */
    static InputError of(long line, String column, String reason) {
        return new InputError(cut(column), Math.toIntExact(Math.min(line, Integer.MAX_VALUE)), null, reason);
    }

    /** A name from outside, made safe to stand in a message. */
    static String cut(String name) {
        String cut = name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS) + "…" : name;
        var safe = new StringBuilder();
        cut.chars()
                .forEach(c ->
                        safe.append(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : (char) c));
        return safe.toString();
    }
}
