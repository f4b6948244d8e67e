package io.p13n.reactor.archive;

import io.p13n.reactor.consume.OffsetMove;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where every event is kept, as it was sent. */
interface EventArchive {

    /**
     * An event to be kept.
     *
     * @param acceptedAt decides the day partition that it goes to
     * @param database the database part of its table
     * @param table the table part
     * @param time the event's own time
     * @param recordId the event's id made by ingest
     * @param uuid the event's id from its sender
     * @param ids its ids, {@code key=value}, most trusted first
     * @param key the name of the API key by which it came
     * @param token the name of the token by which it came, if it took one
     * @param body the JSON that the caller sent
     */
    record ArchivedEvent(
            Instant acceptedAt,
            String database,
            String table,
            Instant time,
            UUID recordId,
            @Nullable UUID uuid,
            List<String> ids,
            String key,
            @Nullable String token,
            String body) {

        LocalDate day() {
            return LocalDate.ofInstant(acceptedAt, ZoneOffset.UTC);
        }
    }

    /**
     * What became of a batch.
     *
     * @param stored events that were not there before
     * @param refused events that the store will never take, each with its record id and the reason
     */
    record Outcome(int stored, List<String> refused) {}

    /**
     * Stores the events, each once however often it comes, notes the use of their keys and tokens, and moves the group's offsets: all or nothing, but for events
     * that the store will never take.
     *
     * @throws io.p13n.reactor.consume.OffsetMoved if the group stands elsewhere
     */
    Outcome store(OffsetMove move, List<ArchivedEvent> events);
}
