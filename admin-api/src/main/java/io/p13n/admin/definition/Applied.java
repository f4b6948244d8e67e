package io.p13n.admin.definition;

import io.p13n.admin.http.InputError;
import java.util.List;

/**
 * What came of a change.
 *
 * @param version that stands now
 * @param changed false if it said what stood already
 * @param published false if the other applications will hear of it later
 * @param warnings what is allowed but hardly meant
 */
public record Applied(long version, boolean changed, boolean published, List<InputError> warnings) {

    public Applied {
        warnings = List.copyOf(warnings);
    }
}
