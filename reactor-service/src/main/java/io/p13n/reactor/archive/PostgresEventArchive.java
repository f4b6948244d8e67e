package io.p13n.reactor.archive;

import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.OffsetMoved;
import io.p13n.reactor.consume.SqlState;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The event store on PostgreSQL: one function call a batch. */
@Component
class PostgresEventArchive implements EventArchive {

    private static final String STORE = """
            select stored, refused from archive_batch(
                :group, :topic, :partitions, :expected_offsets, :next_offsets, :applied_to, :leader_epochs,
                :account, :instance, :accepted, :databases, :tables, :times, :record_ids, :uuids, :ids, :bodies,
                :keys, :tokens)
            """;

    private final ArchiveDatabase database;
    private final EventDays days;

    PostgresEventArchive(ArchiveDatabase database, EventDays days) {
        this.database = database;
        this.days = days;
    }

    @Override
    public Mono<Outcome> store(OffsetMove move, List<ArchivedEvent> events) {
        var met = events.stream().map(ArchivedEvent::day).collect(Collectors.toCollection(TreeSet::new));
        return days.make(met).then(insert(move, events));
    }

    private Mono<Outcome> insert(OffsetMove move, List<ArchivedEvent> events) {
        return database.sql(STORE)
                .bind("group", move.group().name())
                .bind("topic", move.group().topic())
                .bind("partitions", move.partitions())
                .bind("expected_offsets", move.expected())
                .bind("next_offsets", move.next())
                .bind("applied_to", move.appliedTo())
                .bind("leader_epochs", move.leaderEpochs())
                .bind("account", move.group().service().account())
                .bind("instance", move.group().service().instance())
                .bind("accepted", times(events, ArchivedEvent::acceptedAt))
                .bind("databases", texts(events, ArchivedEvent::database))
                .bind("tables", texts(events, ArchivedEvent::table))
                .bind("times", times(events, ArchivedEvent::time))
                .bind("record_ids", uuids(events, ArchivedEvent::recordId))
                .bind("uuids", uuids(events, ArchivedEvent::uuid))
                .bind("ids", texts(events, PostgresEventArchive::array))
                .bind("bodies", texts(events, ArchivedEvent::body))
                .bind("keys", texts(events, ArchivedEvent::key))
                .bind("tokens", texts(events, ArchivedEvent::token))
                .map(PostgresEventArchive::outcome)
                .one()
                .onErrorMap(failure -> OffsetMoved.SQLSTATE.equals(SqlState.of(failure)), OffsetMoved::new);
    }

    private static Outcome outcome(Readable row) {
        return new Outcome(
                Objects.requireNonNull(row.get("stored", Integer.class)),
                List.of(Objects.requireNonNull(row.get("refused", String[].class))));
    }

    /** As PostgreSQL writes an array. */
    private static String array(ArchivedEvent event) {
        return event.ids().stream()
                .map(id -> '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static OffsetDateTime[] times(List<ArchivedEvent> events, Function<ArchivedEvent, Instant> column) {
        return events.stream()
                .map(event -> column.apply(event).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    private static @Nullable String[] texts(
            List<ArchivedEvent> events, Function<ArchivedEvent, @Nullable String> column) {
        return events.stream().map(column).toArray(String[]::new);
    }

    private static @Nullable UUID[] uuids(List<ArchivedEvent> events, Function<ArchivedEvent, @Nullable UUID> column) {
        return events.stream().map(column).toArray(UUID[]::new);
    }
}
