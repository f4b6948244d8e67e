package io.p13n.admin.profile;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of a person.
 *
 * @param time the event's own
 * @param ids {@code key=value}, normalised
 * @param body JSON as it was sent, perhaps redacted
 */
record EventView(
        Instant acceptedAt,
        Instant time,
        String table,
        UUID recordId,
        @Nullable UUID uuid,
        List<String> ids,
        @JsonRawValue String body) {

    EventView without(SensitiveFields fields) {
        return new EventView(acceptedAt, time, table, recordId, uuid, ids, fields.redact(body));
    }
}
