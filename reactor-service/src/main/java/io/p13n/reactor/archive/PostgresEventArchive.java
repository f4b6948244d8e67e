package io.p13n.reactor.archive;

import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.OffsetMoved;
import io.p13n.reactor.consume.SqlState;
import io.p13n.reactor.sql.Columns;
import io.p13n.reactor.sql.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** The event store on PostgreSQL: one function call a batch. */
@Component
class PostgresEventArchive implements EventArchive {

    private static final String STORE = """
            select stored, refused from archive_batch(
                :group, :topic, :partitions, :expected_offsets, :next_offsets, :applied_to, :leader_epochs,
                :account, :instance, :accepted, :databases, :tables, :times,
                :record_ids, :uuids, :ids, :bodies, :keys, :tokens)
            """;

    private final ArchiveDatabase database;
    private final EventDays days;

    PostgresEventArchive(ArchiveDatabase database, EventDays days) {
        this.database = database;
        this.days = days;
    }

    @Override
    public Outcome store(OffsetMove move, List<ArchivedEvent> events) {
        days.make(events.stream().map(ArchivedEvent::day).collect(Collectors.toCollection(TreeSet::new)));
        try {
            return insert(move, events);
        } catch (DataAccessException failure) {
            throw OffsetMoved.SQLSTATE.equals(SqlState.of(failure)) ? new OffsetMoved(failure) : failure;
        }
    }

    private Outcome insert(OffsetMove move, List<ArchivedEvent> events) {
        return database.sql(STORE)
                .param("group", move.group().name())
                .param("topic", move.group().topic())
                .param("partitions", move.partitions())
                .param("expected_offsets", move.expected())
                .param("next_offsets", move.next())
                .param("applied_to", move.appliedTo())
                .param("leader_epochs", move.leaderEpochs())
                .param("account", move.group().service().account())
                .param("instance", move.group().service().instance())
                .param("accepted", Columns.moments(events, ArchivedEvent::acceptedAt))
                .param("databases", Columns.texts(events, ArchivedEvent::database))
                .param("tables", Columns.texts(events, ArchivedEvent::table))
                .param("times", Columns.moments(events, ArchivedEvent::time))
                .param("record_ids", Columns.uuids(events, ArchivedEvent::recordId))
                .param("uuids", Columns.uuids(events, ArchivedEvent::uuid))
                .param("ids", Columns.texts(events, PostgresEventArchive::array))
                .param("bodies", Columns.texts(events, ArchivedEvent::body))
                .param("keys", Columns.texts(events, ArchivedEvent::key))
                .param("tokens", Columns.texts(events, ArchivedEvent::token))
                .query((row, number) -> outcome(row))
                .single();
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(row.getInt("stored"), List.of(Row.array(row, "refused", String[].class)));
    }

    /** As PostgreSQL writes an array. */
    private static String array(ArchivedEvent event) {
        return event.ids().stream()
                .map(id -> '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
