package io.p13n.reactor.archive;

import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.OffsetMoved;
import io.p13n.reactor.consume.SqlState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The event store on PostgreSQL: one function call a batch, into day partitions made when a day is first met. */
@Component
class PostgresEventArchive implements EventArchive {

    private static final String STORE = """
            select archive_batch(
                :group, :topic, :partitions, :expected_offsets, :next_offsets, :applied_to,
                :account, :instance, :accepted, :databases, :tables, :times, :record_ids, :uuids, :ids, :bodies)
            """;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DatabaseClient database;
    private final Set<LocalDate> days = ConcurrentHashMap.newKeySet();

    PostgresEventArchive(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Void> store(OffsetMove move, List<ArchivedEvent> events) {
        return makeDays(events).then(insert(move, events));
    }

    /** Makes the partitions of days that this replica has not met yet. */
    private Mono<Void> makeDays(List<ArchivedEvent> events) {
        return Flux.fromStream(events.stream()
                        .map(event -> LocalDate.ofInstant(event.acceptedAt(), ZoneOffset.UTC))
                        .distinct()
                        .filter(day -> !days.contains(day)))
                .concatMap(day -> database.sql("select make_event_day(:day)")
                        .bind("day", day)
                        .fetch()
                        .rowsUpdated()
                        .doOnSuccess(made -> days.add(day)))
                .then();
    }

    private Mono<Void> insert(OffsetMove move, List<ArchivedEvent> events) {
        return database.sql(STORE)
                .bind("group", move.group().name())
                .bind("topic", move.group().topic())
                .bind("partitions", move.partitions())
                .bind("expected_offsets", move.expected())
                .bind("next_offsets", move.next())
                .bind("applied_to", move.appliedTo())
                .bind("account", move.group().service().account())
                .bind("instance", move.group().service().instance())
                .bind("accepted", times(events, ArchivedEvent::acceptedAt))
                .bind("databases", texts(events, ArchivedEvent::database))
                .bind("tables", texts(events, ArchivedEvent::table))
                .bind("times", times(events, ArchivedEvent::time))
                .bind("record_ids", uuids(events, ArchivedEvent::recordId))
                .bind("uuids", uuids(events, ArchivedEvent::uuid))
                .bind("ids", texts(events, event -> JSON.writeValueAsString(event.ids())))
                .bind("bodies", texts(events, ArchivedEvent::body))
                .fetch()
                .rowsUpdated()
                .then()
                .onErrorMap(failure -> OffsetMoved.SQLSTATE.equals(SqlState.of(failure)), OffsetMoved::new);
    }

    private static OffsetDateTime[] times(List<ArchivedEvent> events, Function<ArchivedEvent, Instant> column) {
        return events.stream()
                .map(event -> column.apply(event).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    private static String[] texts(List<ArchivedEvent> events, Function<ArchivedEvent, String> column) {
        return events.stream().map(column).toArray(String[]::new);
    }

    private static @Nullable UUID[] uuids(List<ArchivedEvent> events, Function<ArchivedEvent, @Nullable UUID> column) {
        return events.stream().map(column).toArray(UUID[]::new);
    }
}
