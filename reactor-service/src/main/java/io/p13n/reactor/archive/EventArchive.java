package io.p13n.reactor.archive;

import io.p13n.reactor.consume.OffsetMove;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

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
            String body) {}

    /**
     * Stores the events and moves the group's offsets: all or nothing.
     *
     * @return fails with {@link io.p13n.reactor.consume.OffsetMoved} if the group stands elsewhere
     */
    Mono<Void> store(OffsetMove move, List<ArchivedEvent> events);
}
