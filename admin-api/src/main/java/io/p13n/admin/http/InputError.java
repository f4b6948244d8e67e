package io.p13n.admin.http;

import org.jspecify.annotations.Nullable;

/**
 * A place where the input is wrong.
 *
 * @param path of the member, for example {@code attributes[2].window}; empty for the whole
 * @param line 1-based; absent where no line is known
 * @param column 1-based, likewise
 * @param message what is wrong there, and what would be right
 */
public record InputError(
        String path, @Nullable Integer line, @Nullable Integer column, String message) {

    public static InputError at(String path, String message) {
        return new InputError(path, null, null, message);
    }
}
