package io.p13n.reactor.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;

/** A statement too long to stand among Java. */
public final class SqlFile {

    private SqlFile() {}

    /**
     * The text of a file in the package of the class that uses it.
     *
     * @throws UncheckedIOException if there is no such file
     */
    public static String beside(Class<?> user, String name) {
        try {
            return new ClassPathResource(name, user).getContentAsString(UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
