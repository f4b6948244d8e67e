package io.p13n.admin.profile;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.p13n.offer.decision.SensitiveFields;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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

    static final String REDACTED = "(redacted)";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The event without what these fields hold. */
    EventView without(SensitiveFields fields) {
        return fields.names().isEmpty()
                ? this
                : new EventView(acceptedAt, time, table, recordId, uuid, ids, redacted(fields));
    }

    private String redacted(SensitiveFields fields) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode members) {
                redact(members, fields);
                if (members.get("attributes") instanceof ObjectNode nested) {
                    redact(nested, fields);
                }
                return members.toString();
            }
        } catch (JacksonException beyondItsLimits) {
            // as a whole then
        }
        return '"' + REDACTED + '"';
    }

    private static void redact(ObjectNode members, SensitiveFields fields) {
        fields.names().stream().filter(members::has).forEach(name -> members.put(name, REDACTED));
    }
}
