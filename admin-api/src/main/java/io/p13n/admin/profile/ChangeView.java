package io.p13n.admin.profile;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the journal of identities.
 *
 * @param change {@code merged}, {@code evicted}, {@code released} or {@code stopped}
 * @param profile that stood afterwards
 * @param merged that went into it, or was kept out of it
 * @param key of the id that left it, with its value
 * @param recordId of the event that caused it
 * @param at when that event was accepted
 */
record ChangeView(
        String change,
        UUID profile,
        @Nullable UUID merged,
        @Nullable String key,
        @Nullable String value,
        UUID recordId,
        Instant at) {}
