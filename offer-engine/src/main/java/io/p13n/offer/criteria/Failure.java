package io.p13n.offer.criteria;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a criterion doesn't hold: the first of its clauses that isn't true.
 *
 * @param clause as CEL; what would have been needed
 * @param unknown whether it can't be told, because something is missing or of the wrong type, or it would have taken too
 *     much work
 * @param actual what the clause looked at
 */
public record Failure(String clause, boolean unknown, List<Actual> actual) {

    public Failure {
        actual = List.copyOf(actual);
    }

    /**
     * One thing that the clause looked at.
     *
     * @param path much as the expression writes it, {@code profile.views}
     * @param attribute its flat name, where it is one of the profile
     * @param field the event's own field, where it is that or something within
     * @param value absent where it is missing
     */
    public record Actual(
            String path,
            @Nullable String attribute,
            @Nullable String field,
            @Nullable Object value) {}
}
